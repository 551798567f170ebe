package dev.alambic.quantizer.calibrate;

/**
 * Cuts off the numbers whose loss changes the distribution least.
 *
 * <p>For each threshold T of a bin: P is the histogram of magnitudes up to T, what lies beyond being added to the last
 * bin; Q is the same bins without that, in as many equal groups as there are integers, each group's count spread evenly
 * over its bins that are not empty in P. T with the least {@code KL(P || Q) = sum P log(P / Q)} wins. Magnitudes of
 * numbers of both signs have 128 integers, those of one sign 256. Zeros have no part, since they are exact whatever T
 * is.
 *
 * <p>Source: S. Migacz, <cite>8-bit Inference with TensorRT</cite>, GPU Technology Conference 2017. As in NVIDIA's
 * pytorch-quantization zeros are left out; unlike there only every eighth threshold is tried, and groups may differ by
 * a bin in size.
 */
final class EntropyRange {
    private static final int STRIDE = 8;
    /** Fewer numbers a bin show chance rather than a distribution, and nothing is cut off. */
    private static final int LEAST_PER_BIN = 4;

    private static final int SIGNED_LEVELS = 128;
    private static final int UNSIGNED_LEVELS = 256;

    private final double[] counts;
    private final double total;
    private final int levels;

    private EntropyRange(Histogram histogram) {
        this.levels = histogram.min() < 0 && histogram.max() > 0 ? SIGNED_LEVELS : UNSIGNED_LEVELS;
        int used = Histogram.BINS;
        while (used > 0 && histogram.magnitudes(used - 1) == 0) {
            used--;
        }
        this.counts = new double[used];
        for (int i = 0; i < used; i++) {
            counts[i] = histogram.magnitudes(i);
        }
        this.total = sum(used);
    }

    static Range of(Histogram histogram) {
        EntropyRange search = new EntropyRange(histogram);
        double threshold = search.best() * histogram.width();
        Range all = histogram.range();
        return Range.of((float) Math.max(all.min(), -threshold), (float) Math.min(all.max(), threshold));
    }

    private int best() {
        int best = counts.length;
        if (total < best * LEAST_PER_BIN) {
            return best;
        }
        double least = divergence(best);
        for (int tried = counts.length - STRIDE; tried >= levels; tried -= STRIDE) {
            int bins = filled(tried);
            double divergence = divergence(bins);
            if (divergence < least) {
                least = divergence;
                best = bins;
            }
        }
        return best;
    }

    /** Returns {@code bins} without empty ones at the end, which nothing beyond could be added to. */
    private int filled(int bins) {
        int filled = bins;
        while (filled > 0 && counts[filled - 1] == 0) {
            filled--;
        }
        return filled;
    }

    private double divergence(int bins) {
        double outliers = total - sum(bins);
        double result = 0;
        for (int group = 0; group < levels; group++) {
            int from = (int) ((long) group * bins / levels);
            int to = (int) ((long) (group + 1) * bins / levels);
            result += divergence(from, to, to == bins ? outliers : 0);
        }
        return result;
    }

    /** Returns the part of one group, bins {@code from} to {@code to}, the outliers being in the last of them. */
    private double divergence(int from, int to, double outliers) {
        int filled = 0;
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += counts[i];
            filled += counts[i] > 0 || (i == to - 1 && outliers > 0) ? 1 : 0;
        }
        double q = sum / Math.max(1, filled) / total;
        double result = 0;
        for (int i = from; i < to; i++) {
            double p = (counts[i] + (i == to - 1 ? outliers : 0)) / total;
            result += p > 0 ? p * Math.log(p / q) : 0;
        }
        return result;
    }

    private double sum(int bins) {
        double sum = 0;
        for (int i = 0; i < bins; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
