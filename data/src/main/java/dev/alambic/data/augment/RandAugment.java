package dev.alambic.data.augment;

import java.util.SplittableRandom;

/**
 * One of fourteen operations, each as likely as the others, at one strength for all; a direction is drawn where there
 * are two. The ranges are those of torchvision's RandAugment.
 *
 * <p>Source: Cubuk, Zoph, Shlens, Le, RandAugment, arXiv:1909.13719, section 3.
 */
final class RandAugment {
    private static final int OPERATIONS = 14;
    private static final double MOST_SHEAR = 0.3;
    private static final double MOST_SHIFT = 150.0 / 331;
    private static final double MOST_DEGREES = 30;
    private static final double MOST_BLEND = 0.9;
    private static final double MOST_LOST_BITS = 4;
    private static final float WHITE = 255;

    private RandAugment() {}

    /** @param strength 0 to 1 */
    static void one(Levels levels, double strength, SplittableRandom random) {
        int operation = random.nextInt(OPERATIONS);
        double signed = random.nextBoolean() ? strength : -strength;
        apply(operation, levels, strength, signed);
    }

    static void apply(int operation, Levels levels, double strength, double signed) {
        float blend = (float) (1 + MOST_BLEND * signed);
        switch (operation) {
            case 0 -> {} // as it is
            case 1 -> around(levels, 1, MOST_SHEAR * signed, 0, 1, 0, 0);
            case 2 -> around(levels, 1, 0, MOST_SHEAR * signed, 1, 0, 0);
            case 3 -> around(levels, 1, 0, 0, 1, MOST_SHIFT * levels.width() * signed, 0);
            case 4 -> around(levels, 1, 0, 0, 1, 0, MOST_SHIFT * levels.height() * signed);
            case 5 -> {
                double angle = Math.toRadians(MOST_DEGREES * signed);
                around(levels, Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle), 0, 0);
            }
            case 6 -> levels.brightness(blend);
            case 7 -> levels.saturation(blend);
            case 8 -> levels.contrast(blend);
            case 9 -> levels.sharpness(blend);
            case 10 -> {
                double step = 1 << (int) Math.round(MOST_LOST_BITS * strength);
                levels.map(level -> Math.floor(level / step) * step);
            }
            case 11 -> {
                double threshold = WHITE * (1 - strength);
                levels.map(level -> level < threshold ? level : WHITE - level);
            }
            case 12 -> levels.autoContrast();
            default -> levels.equalize();
        }
    }

    /** A map around the centre of the picture, then a shift; what lies outside is black. */
    private static void around(Levels levels, double a, double b, double d, double e, double shiftX, double shiftY) {
        double x = (levels.width() - 1) / 2.0;
        double y = (levels.height() - 1) / 2.0;
        levels.affine(
                (float) a,
                (float) b,
                (float) (x - a * x - b * y + shiftX),
                (float) d,
                (float) e,
                (float) (y - d * x - e * y + shiftY),
                false);
    }
}
