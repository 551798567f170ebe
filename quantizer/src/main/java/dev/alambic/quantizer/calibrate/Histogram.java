package dev.alambic.quantizer.calibrate;

import java.nio.FloatBuffer;
import java.util.function.IntConsumer;

/**
 * How often numbers came, in bins of one width, {@value #BINS} on each side of zero: of fixed size, however many came.
 *
 * <p>The width is a power of two. When a number lies beyond the last bin, bins are merged by pairs, by fours and so on
 * until it fits; no count is ever split, so that the result does not depend on the order of the numbers. Between half
 * and all of the bins of the longer side are in use. Exact zeros are counted apart, since a quantized zero has no
 * error.
 */
final class Histogram {
    static final int BINS = 2048;

    private static final int BLOCK = 1 << 13;
    private static final int BINS_EXPONENT = 11;
    private static final int NONE = Integer.MIN_VALUE;

    private final String name;
    private final long[] above = new long[BINS];
    private final long[] below = new long[BINS];
    private final float[] block = new float[BLOCK];
    private int exponent = NONE;
    private long zeros;
    private long count;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    /** @param name of the value, for messages */
    Histogram(String name) {
        this.name = name;
    }

    /**
     * Counts the remaining numbers of {@code values}.
     *
     * @throws IllegalArgumentException if one is NaN or infinite
     */
    void add(FloatBuffer values) {
        while (values.hasRemaining()) {
            int length = Math.min(BLOCK, values.remaining());
            values.get(block, 0, length);
            widen(length);
            count(length);
        }
    }

    private void widen(int length) {
        float least = min;
        float largest = max;
        boolean finite = true;
        for (int i = 0; i < length; i++) {
            least = Math.min(least, block[i]);
            largest = Math.max(largest, block[i]);
            finite &= Math.abs(block[i]) <= Float.MAX_VALUE;
        }
        if (!finite) {
            throw new IllegalArgumentException("calibration: '" + name
                    + "' is finite on every sample (expected numbers, was " + least + " to " + largest + ")");
        }
        min = least;
        max = largest;
        float reach = Math.max(-min, max);
        if (reach > 0) {
            growTo(Math.getExponent(reach) + 1 - BINS_EXPONENT);
        }
    }

    private void growTo(int needed) {
        if (exponent != NONE && needed > exponent) {
            int shift = Math.min(needed - exponent, BINS_EXPONENT);
            merge(above, shift);
            merge(below, shift);
        }
        exponent = Math.max(exponent, needed);
    }

    private static void merge(long[] bins, int shift) {
        for (int i = 1; i < BINS; i++) {
            long moved = bins[i];
            bins[i] = 0;
            bins[i >> shift] += moved;
        }
    }

    private void count(int length) {
        double inverse = exponent == NONE ? 0 : Math.scalb(1.0, -exponent);
        for (int i = 0; i < length; i++) {
            double bin = block[i] * inverse;
            if (bin > 0) {
                above[(int) bin]++;
            } else if (bin < 0) {
                below[(int) -bin]++;
            } else {
                zeros++;
            }
        }
        count += length;
    }

    long count() {
        return count;
    }

    long zeros() {
        return zeros;
    }

    /** Returns the smallest number; infinity if there is none. */
    float min() {
        return min;
    }

    float max() {
        return max;
    }

    double width() {
        return exponent == NONE ? 0 : Math.scalb(1.0, exponent);
    }

    /** Returns how many numbers have a magnitude of bin {@code index}, zeros left out. */
    long magnitudes(int index) {
        return above[index] + below[index];
    }

    /** Returns what all numbers span, zero included. */
    Range range() {
        return Range.of(Math.min(min, 0), Math.max(max, 0));
    }

    /**
     * Returns the number below which a part of all numbers lies, to a part of a bin.
     *
     * @param fraction 0 to 1
     */
    double quantile(double fraction) {
        double wanted = fraction * count;
        double passed = 0;
        for (int bin = -BINS; bin <= BINS; bin++) {
            long inside = countAt(bin);
            if (inside > 0 && passed + inside >= wanted) {
                return between(lowerEdge(bin) + width(bin) * (wanted - passed) / inside);
            }
            passed += inside;
        }
        return max;
    }

    private double between(double value) {
        return Math.max(min, Math.min(max, value));
    }

    /** Bins in the order of numbers: -BINS to -1, the zeros, 1 to BINS. */
    private long countAt(int bin) {
        return bin == 0 ? zeros : bin > 0 ? above[bin - 1] : below[-bin - 1];
    }

    private double lowerEdge(int bin) {
        return bin > 0 ? (bin - 1) * width() : bin * width();
    }

    private double width(int bin) {
        return bin == 0 ? 0 : width();
    }

    private double middle(int bin) {
        return between(lowerEdge(bin) + width(bin) / 2);
    }

    /** Returns the bins that are not empty, the zeros left out. */
    Bins bins() {
        int[] used = {0};
        IntConsumer counting = bin -> used[0]++;
        each(counting);
        double[] middles = new double[used[0]];
        double[] counts = new double[used[0]];
        used[0] = 0;
        each(bin -> {
            middles[used[0]] = middle(bin);
            counts[used[0]++] = countAt(bin);
        });
        return new Bins(middles, counts);
    }

    private void each(IntConsumer use) {
        for (int bin = -BINS; bin <= BINS; bin++) {
            if (bin != 0 && countAt(bin) > 0) {
                use.accept(bin);
            }
        }
    }

    /** Numbers and how often they came. */
    static final class Bins {
        private final double[] middles;
        private final double[] counts;

        private Bins(double[] middles, double[] counts) {
            this.middles = middles;
            this.counts = counts;
        }

        /**
         * Returns the summed squared error of rounding to {@code steps} steps over {@code least} to {@code largest}.
         */
        double squaredError(double least, double largest, int steps) {
            double scale = (largest - least) / steps;
            double zero = Math.rint(-least / scale);
            double sum = 0;
            for (int i = 0; i < middles.length; i++) {
                double stored = Math.max(0, Math.min(steps, Math.rint(middles[i] / scale) + zero));
                double error = middles[i] - (stored - zero) * scale;
                sum += counts[i] * error * error;
            }
            return sum;
        }
    }
}
