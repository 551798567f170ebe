package dev.alambic.data.augment;

import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes one picture in place: random resized crop, flips, RandAugment, colour jitter, random erasing, in this order.
 * Levels are 0 (black) to 255 (white) while it works.
 *
 * <p>Sources: crop by area and aspect ratio: Szegedy et al., Going deeper with convolutions, arXiv:1409.4842, section
 * 6; jitter of brightness, contrast, saturation and hue: torchvision, ColorJitter, here in this order; rectangles
 * erased: Zhong et al., Random erasing data augmentation, arXiv:1708.04896, algorithm 1, here with black.
 */
final class PictureChange {
    private static final float WHITE = 255;
    private static final int TRIES = 10;
    private static final double LEAST_ASPECT = 3.0 / 4;
    private static final double LEAST_ERASED = 0.02;
    private static final double MOST_ERASED = 0.33;
    private static final double LEAST_ERASED_ASPECT = 0.3;

    private final Augmentation augmentation;
    private final InputMeaning.Image image;
    private final SplittableRandom random;
    private final int width;
    private final int height;

    PictureChange(Augmentation augmentation, InputMeaning.Image image, SplittableRandom random) {
        this.augmentation = augmentation;
        this.image = image;
        this.random = random;
        this.width = image.width();
        this.height = image.height();
    }

    /** @param values [channels, height, width], raw units */
    void apply(float[] values) {
        float scale = WHITE / (image.max() - image.min());
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - image.min()) * scale;
        }
        Levels levels = new Levels(values, image.channels(), height, width);
        if (augmentation.crop() > 0) {
            crop(levels);
        }
        if (happens(augmentation.flip())) {
            levels.mirror();
        }
        if (happens(augmentation.flipVertical())) {
            levels.upsideDown();
        }
        for (int i = 0; i < augmentation.randAugment(); i++) {
            RandAugment.one(levels, augmentation.magnitude() / 10, random);
        }
        jitter(levels);
        if (happens(augmentation.randomErase())) {
            erase(values);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = image.min() + values[i] / scale;
        }
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private void crop(Levels levels) {
        for (int i = 0; i < TRIES; i++) {
            double area = between(augmentation.crop(), 1) * width * height;
            double aspect = Math.exp(between(Math.log(LEAST_ASPECT), -Math.log(LEAST_ASPECT)));
            double partWidth = Math.sqrt(area * aspect);
            double partHeight = Math.sqrt(area / aspect);
            if (partWidth <= width && partHeight <= height) {
                levels.stretch(between(0, width - partWidth), between(0, height - partHeight), partWidth, partHeight);
                return;
            }
        }
    }

    private void jitter(Levels levels) {
        if (augmentation.brightness() > 0) {
            levels.brightness((float) between(1 - augmentation.brightness(), 1 + augmentation.brightness()));
        }
        if (augmentation.contrast() > 0) {
            levels.contrast((float) between(1 - augmentation.contrast(), 1 + augmentation.contrast()));
        }
        if (augmentation.saturation() > 0) {
            levels.saturation((float) between(1 - augmentation.saturation(), 1 + augmentation.saturation()));
        }
        if (augmentation.hue() > 0) {
            levels.hue((float) between(-augmentation.hue(), augmentation.hue()));
        }
    }

    private void erase(float[] values) {
        for (int i = 0; i < TRIES; i++) {
            double area = between(LEAST_ERASED, MOST_ERASED) * width * height;
            double aspect = Math.exp(between(Math.log(LEAST_ERASED_ASPECT), -Math.log(LEAST_ERASED_ASPECT)));
            int partWidth = (int) Math.round(Math.sqrt(area * aspect));
            int partHeight = (int) Math.round(Math.sqrt(area / aspect));
            if (partWidth > 0 && partHeight > 0 && partWidth < width && partHeight < height) {
                int left = random.nextInt(width - partWidth + 1);
                int top = random.nextInt(height - partHeight + 1);
                for (int row = 0; row < image.channels() * partHeight; row++) {
                    int y = row / partHeight * height + top + row % partHeight;
                    Arrays.fill(values, y * width + left, y * width + left + partWidth, 0);
                }
                return;
            }
        }
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
