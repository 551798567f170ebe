package dev.alambic.bench;

import org.jspecify.annotations.Nullable;

/**
 * How long one model takes at one batch size and number of threads.
 *
 * @param batch samples in each run
 * @param threads intra-op threads of ONNX Runtime
 * @param p50Micros median over rounds of the median of the round's runs, µs
 * @param p50Interval of {@code p50Micros}, by bootstrap over rounds, µs
 * @param p90Micros 90th percentile of all timed runs, µs; null below 100 runs, which say too little of it
 * @param p99Micros 99th percentile of all timed runs, µs; null below 1000 runs
 * @param samplesPerSecond throughput of one caller: batch / p50
 * @param speedup median over rounds of the baseline's time divided by this model's in the same round; 1 for the
 *     baseline
 * @param speedupInterval of {@code speedup}, by bootstrap over rounds
 * @param runs number of timed runs
 * @param rounds number of rounds they come from
 * @param spread median absolute deviation of the rounds' medians, divided by their median
 * @param noisy whether {@code spread} is above 10 %: trust the speed-up more than the times
 */
public record Latency(
        int batch,
        int threads,
        double p50Micros,
        Interval p50Interval,
        @Nullable Double p90Micros,
        @Nullable Double p99Micros,
        double samplesPerSecond,
        double speedup,
        Interval speedupInterval,
        long runs,
        int rounds,
        double spread,
        boolean noisy) {}
