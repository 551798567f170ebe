package dev.alambic.data.picture;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings levels to another size by antialiased bilinear interpolation, to the bit as Pillow's {@code Image.resize(size,
 * Image.Resampling.BILINEAR)}: first along each row, then along each column, whole levels in between. Along an axis
 * from n to m pixels, with scale s = n / m and f = max(s, 1), pixel i has its centre at c = (i + 0.5) s and is the mean
 * of the pixels j whose middle lies within f of it, weighed by the triangle {@code 1 - |j + 0.5 - c| / f}. Weights are
 * whole numbers of 2^-22, rounded half up; an axis that keeps its size is left as it is.
 *
 * <p>Source: Pillow, {@code src/libImaging/Resample.c} (precompute_coeffs, normalize_coeffs_8bpc,
 * ImagingResampleHorizontal_8bpc). Its version 12 goes along the columns first where a picture is very tall, which may
 * differ by a level.
 */
public final class Resampling {
    private static final int BITS = 32 - 8 - 2;

    private final int to;
    /** First pixel of each weighed mean. */
    private final int[] first;
    /** Weights of the pixels from there on, in units of 2^-BITS. */
    private final int[][] weights;

    /**
     * Prepares one axis.
     *
     * @param from pixels there are, at least 1
     * @param to pixels there will be, at least 1
     */
    private Resampling(int from, int to) {
        this.to = to;
        this.first = new int[to];
        this.weights = new int[to][];
        double scale = (double) from / to;
        double support = Math.max(scale, 1);
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            weights[i] = weights(first[i], end, centre, 1 / support);
        }
    }

    private static int[] weights(int from, int end, double centre, double step) {
        double[] shares = new double[end - from];
        double sum = 0;
        for (int j = 0; j < shares.length; j++) {
            shares[j] = Math.max(0, 1 - Math.abs((j + from - centre + 0.5) * step));
            sum += shares[j];
        }
        int[] weights = new int[shares.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = (int) (0.5 + shares[j] / sum * (1 << BITS));
        }
        return weights;
    }

    /** Gives the rows of a picture, one after the other. */
    @FunctionalInterface
    interface Rows {
        /** Writes row {@code y}, [width][channels], to {@code target}. */
        void read(int y, byte[] target);
    }

    /**
     * Returns a picture in another size.
     *
     * @param levels [height][width][channels], unsigned
     * @return [toHeight][toWidth][channels]
     */
    public static byte[] resized(byte[] levels, int width, int height, int channels, int toWidth, int toHeight) {
        int row = width * channels;
        return resized(
                (y, target) -> System.arraycopy(levels, y * row, target, 0, row),
                width,
                height,
                channels,
                toWidth,
                toHeight);
    }

    /**
     * Returns a picture in another size: the part of it that {@code fit} takes, in the middle of black.
     *
     * @param levels [height][width][channels], unsigned
     * @return [toHeight][toWidth][channels]
     */
    public static byte[] fitted(
            byte[] levels, int width, int height, int channels, Fit fit, int toWidth, int toHeight) {
        Dimension wanted = new Dimension(toWidth, toHeight);
        Rectangle part = fit.part(width, height, wanted, 1);
        Dimension inner = fit.inner(part.width, part.height, wanted);
        byte[] resized = resized(
                (y, target) -> System.arraycopy(
                        levels, ((part.y + y) * width + part.x) * channels, target, 0, part.width * channels),
                part.width,
                part.height,
                channels,
                inner.width,
                inner.height);
        return onBlack(resized, inner, channels, wanted);
    }

    /** Returns a picture in the middle of black. */
    static byte[] onBlack(byte[] levels, Dimension size, int channels, Dimension wanted) {
        if (size.equals(wanted)) {
            return levels;
        }
        byte[] all = new byte[wanted.width * wanted.height * channels];
        int row = channels * size.width;
        int left = (wanted.width - size.width) / 2;
        int top = (wanted.height - size.height) / 2;
        for (int y = 0; y < size.height; y++) {
            System.arraycopy(levels, y * row, all, channels * ((y + top) * wanted.width + left), row);
        }
        return all;
    }

    /** Returns a picture in another size, of which only one row is held as it is. */
    static byte[] resized(Rows rows, int width, int height, int channels, int toWidth, int toHeight) {
        byte[] wide = new byte[width * channels];
        byte[] narrow = new byte[toWidth * channels * height];
        @Nullable Resampling across = width == toWidth ? null : new Resampling(width, toWidth);
        for (int y = 0; y < height; y++) {
            rows.read(y, wide);
            if (across == null) {
                System.arraycopy(wide, 0, narrow, y * wide.length, wide.length);
            } else {
                across.alongRow(wide, narrow, y * toWidth * channels, channels);
            }
        }
        return height == toHeight ? narrow : new Resampling(height, toHeight).alongColumns(narrow, toWidth * channels);
    }

    private void alongRow(byte[] source, byte[] target, int offset, int channels) {
        for (int x = 0; x < to; x++) {
            int[] weight = weights[x];
            for (int c = 0; c < channels; c++) {
                int sum = 1 << (BITS - 1);
                int at = first[x] * channels + c;
                for (int each : weight) {
                    sum += (source[at] & 0xff) * each;
                    at += channels;
                }
                target[offset + x * channels + c] = level(sum);
            }
        }
    }

    private byte[] alongColumns(byte[] source, int row) {
        byte[] target = new byte[to * row];
        int[] sums = new int[row];
        for (int y = 0; y < to; y++) {
            Arrays.fill(sums, 1 << (BITS - 1));
            int at = first[y] * row;
            for (int each : weights[y]) {
                for (int i = 0; i < row; i++) {
                    sums[i] += (source[at++] & 0xff) * each;
                }
            }
            for (int i = 0; i < row; i++) {
                target[y * row + i] = level(sums[i]);
            }
        }
        return target;
    }

    /** Rounded weights may add up to a little more than 1. */
    private static byte level(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> BITS));
    }
}
