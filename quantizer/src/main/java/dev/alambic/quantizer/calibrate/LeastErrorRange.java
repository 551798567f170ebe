package dev.alambic.quantizer.calibrate;

/**
 * Cuts off the numbers whose loss is repaid by finer steps for the others: the least mean squared error of the numbers
 * after a round trip through 8 bits, {@code mean (x - (clamp(round(x / s) + z, 0, 255) - z) s)^2}.
 *
 * <p>Both ends are drawn in together first, in steps of 2 % of the range down to a tenth of it, then each by itself,
 * twice. A bin counts as its middle, zeros as exact.
 *
 * <p>Source: the range that Banner et al., <cite>Post-training 4-bit quantization of convolution networks</cite>,
 * NeurIPS 2019, section 3, derive for known distributions is searched for here over the histogram.
 */
final class LeastErrorRange {
    private static final int STEPS = 255;
    private static final int TRIES = 46;
    private static final double STRIDE = 0.02;

    private final Histogram.Bins bins;
    private double least;
    private double largest;
    private double error;

    private LeastErrorRange(Histogram histogram) {
        this.bins = histogram.bins();
        this.least = histogram.range().min();
        this.largest = histogram.range().max();
        this.error = bins.squaredError(least, largest, STEPS);
    }

    static Range of(Histogram histogram) {
        Range all = histogram.range();
        if (all.max() == all.min()) {
            return all;
        }
        LeastErrorRange search = new LeastErrorRange(histogram);
        search.draw(1, 1);
        for (int round = 0; round < 2; round++) {
            search.draw(0, 1);
            search.draw(1, 0);
        }
        return Range.of((float) search.least, (float) search.largest);
    }

    /** Tries smaller ranges; an end with {@code 1} moves, one with {@code 0} stays. */
    private void draw(int lower, int upper) {
        double from = least;
        double to = largest;
        for (int i = 1; i < TRIES; i++) {
            double newLeast = from * (1 - lower * i * STRIDE);
            double newLargest = to * (1 - upper * i * STRIDE);
            double found = newLargest > newLeast ? bins.squaredError(newLeast, newLargest, STEPS) : error;
            if (found < error) {
                error = found;
                least = newLeast;
                largest = newLargest;
            }
        }
    }
}
