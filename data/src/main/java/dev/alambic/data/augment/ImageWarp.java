package dev.alambic.data.augment;

import dev.alambic.onnx.InputMeaning;
import java.util.SplittableRandom;

/**
 * One random map of the plane, drawn once and applied to every channel: each target pixel p takes the value at {@code A
 * (p - c) + c + t + d(p)} by bilinear sampling, c being the centre. {@code A = diag(1 / sx, 1 / sy) * shear *
 * rotation}, t a shift, and d a smooth displacement, bilinear between the 4x4 points of a grid over the image, each
 * point normal with the given spread (after Simard, Steinkraus, Platt, ICDAR 2003, section 2, who smooth noise by a
 * Gaussian). What lies outside the image is black.
 */
final class ImageWarp {
    private static final int GRID = 4;

    private final int height;
    private final int width;
    private final float black;
    private final float[] columnStep = new float[2];
    private final float[] rowStep = new float[2];
    private final float[] origin = new float[2];
    private final float[] displacement;

    ImageWarp(Augmentation augmentation, InputMeaning.Image image, SplittableRandom random) {
        height = image.height();
        width = image.width();
        black = image.min();
        drawAffine(augmentation, random);
        displacement = new float[augmentation.elastic() > 0 ? 2 * GRID * GRID : 0];
        for (int i = 0; i < displacement.length; i++) {
            displacement[i] = (float) (augmentation.elastic() * random.nextGaussian());
        }
    }

    private void drawAffine(Augmentation augmentation, SplittableRandom random) {
        double angle = Math.toRadians(within(augmentation.rotation(), random));
        double shear = Math.tan(Math.toRadians(within(augmentation.shear(), random)));
        double scaleX = 1 + within(augmentation.scale(), random);
        double scaleY = 1 + within(augmentation.scale(), random);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        columnStep[0] = (float) (cos / scaleX);
        columnStep[1] = (float) (sin / scaleY);
        rowStep[0] = (float) ((shear * cos - sin) / scaleX);
        rowStep[1] = (float) ((shear * sin + cos) / scaleY);
        float centreX = (width - 1) / 2f;
        float centreY = (height - 1) / 2f;
        float shiftX = (float) within(augmentation.shift(), random);
        float shiftY = (float) within(augmentation.shift(), random);
        origin[0] = centreX + shiftX - centreX * columnStep[0] - centreY * rowStep[0];
        origin[1] = centreY + shiftY - centreX * columnStep[1] - centreY * rowStep[1];
    }

    private static double within(double most, SplittableRandom random) {
        return most == 0 ? 0 : (2 * random.nextDouble() - 1) * most;
    }

    /** Fills one channel of the target; source and target are row-major [height, width] from their offsets on. */
    void apply(float[] source, int sourceOffset, float[] target, int targetOffset) {
        int at = targetOffset;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float fromX = origin[0] + columnStep[0] * x + rowStep[0] * y;
                float fromY = origin[1] + columnStep[1] * x + rowStep[1] * y;
                if (displacement.length > 0) {
                    fromX += displaced(x, y, 0);
                    fromY += displaced(x, y, GRID * GRID);
                }
                target[at++] = sample(source, sourceOffset, fromX, fromY);
            }
        }
    }

    private float displaced(int x, int y, int first) {
        float gridX = x * (GRID - 1) / (float) width;
        float gridY = y * (GRID - 1) / (float) height;
        int column = (int) gridX;
        int row = (int) gridY;
        int corner = first + row * GRID + column;
        float above = mix(displacement[corner], displacement[corner + 1], gridX - column);
        float below = mix(displacement[corner + GRID], displacement[corner + GRID + 1], gridX - column);
        return mix(above, below, gridY - row);
    }

    private float sample(float[] source, int offset, float x, float y) {
        if (!(x > -1 && y > -1 && x < width && y < height)) {
            return black;
        }
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = x - left;
        if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
            int at = offset + top * width + left;
            float above = mix(source[at], source[at + 1], right);
            return mix(above, mix(source[at + width], source[at + width + 1], right), y - top);
        }
        float above = mix(pixel(source, offset, left, top), pixel(source, offset, left + 1, top), right);
        float below = mix(pixel(source, offset, left, top + 1), pixel(source, offset, left + 1, top + 1), right);
        return mix(above, below, y - top);
    }

    private float pixel(float[] source, int offset, int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? black : source[offset + y * width + x];
    }

    private static float mix(float from, float to, float part) {
        return from + (to - from) * part;
    }
}
