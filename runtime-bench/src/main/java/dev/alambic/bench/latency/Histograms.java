package dev.alambic.bench.latency;

import dev.alambic.bench.record.Times;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Times in nanoseconds, three significant digits, and what they say. */
final class Histograms {

    private static final int SIGNIFICANT_DIGITS = 3;

    /** A percentile takes that many calls beyond it. */
    private static final int FEWEST_BEYOND = 10;

    private Histograms() {}

    static Histogram empty() {
        return new Histogram(SIGNIFICANT_DIGITS);
    }

    /** Returns the figures of at least one time in ns, with a median that was found in another way. */
    static Times micros(Histogram nanos, double p50Micros) {
        return new Times(
                nanos.getMean() / 1000,
                nanos.getStdDeviation() / 1000,
                p50Micros,
                percentile(nanos, 90),
                percentile(nanos, 99),
                percentile(nanos, 99.9));
    }

    private static @Nullable Double percentile(Histogram nanos, double percentile) {
        // 100 - 99.9 is a little more than 0.1
        long needed = Math.round(FEWEST_BEYOND * 100 / (100 - percentile));
        return nanos.getTotalCount() < needed ? null : nanos.getValueAtPercentile(percentile) / 1000.0;
    }
}
