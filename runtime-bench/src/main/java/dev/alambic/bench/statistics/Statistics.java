package dev.alambic.bench.statistics;

import java.util.Arrays;

/** Robust figures of a small sample. */
public final class Statistics {

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
}
