package dev.alambic.bench.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Robust figures of a small sample. */
public final class Statistics {

    private static final int RESAMPLES = 2000;
    private static final long SEED = 20260101;

    private Statistics() {}

    /** Returns the middle value, or the mean of the two middle ones. */
    public static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no median");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static double median(long[] values) {
        return median(Arrays.stream(values).asDoubleStream().toArray());
    }

    /** Returns the median absolute deviation divided by the median; 0 if the median is 0. */
    public static double relativeSpread(double[] values) {
        double median = median(values);
        double deviation = median(
                Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
        return median == 0 ? 0 : deviation / median;
    }

    /**
     * Returns the 95 % interval of the median by the percentile bootstrap (Efron and Tibshirani, An Introduction to the
     * Bootstrap, section 13.3), with a fixed seed.
     */
    public static Interval medianInterval(double[] values) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] found = new double[RESAMPLES];
        double[] sample = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < sample.length; j++) {
                sample[j] = values[random.nextInt(values.length)];
            }
            found[i] = median(sample);
        }
        Arrays.sort(found);
        return new Interval(found[(int) (0.025 * RESAMPLES)], found[(int) (0.975 * RESAMPLES) - 1]);
    }
}
