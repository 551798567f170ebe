package dev.alambic.bench.record;

import org.jspecify.annotations.Nullable;

/**
 * How the times of many calls are distributed, µs. A percentile that too few calls support is null: it takes ten calls
 * beyond it.
 *
 * @param mean null in records that were written before it was measured
 * @param deviation standard deviation; null like {@code mean}
 * @param p50 the median
 * @param p90 null below 100 calls
 * @param p99 null below 1000 calls
 * @param p999 99.9th percentile; null below 10,000 calls
 */
public record Times(
        @Nullable Double mean,
        @Nullable Double deviation,
        double p50,
        @Nullable Double p90,
        @Nullable Double p99,
        @Nullable Double p999) {}
