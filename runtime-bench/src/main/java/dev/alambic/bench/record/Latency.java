package dev.alambic.bench.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * How long one model takes at one setting, called in a closed loop by one caller.
 *
 * @param micros of one run, µs; its p50 is the median over rounds of the median of the round's runs, the others are
 *     those of all timed runs
 * @param p50Interval of the p50, over sessions, µs; see {@link dev.alambic.bench.statistics.SessionInterval}
 * @param samplesPerSecond throughput of one caller: batch / p50
 * @param ratio to the baseline
 * @param sampling what the figures come from
 */
public record Latency(
        Setting setting,
        Times micros,
        Interval p50Interval,
        double samplesPerSecond,
        @JsonUnwrapped Ratio ratio,
        @JsonUnwrapped Sampling sampling) {

    /**
     * How much faster than the baseline.
     *
     * @param speedup median over rounds of the baseline's time divided by this model's in the same round; 1 for the
     *     baseline
     * @param speedupInterval of {@code speedup}, over sessions
     */
    public record Ratio(double speedup, Interval speedupInterval) {}

    /**
     * What was timed.
     *
     * @param runs number of timed runs
     * @param rounds number of rounds they come from
     * @param spread median absolute deviation of the rounds' medians, divided by their median
     */
    public record Sampling(long runs, int rounds, double spread) {}

    private static final double NOISY = 0.10;

    public int batch() {
        return setting.batch();
    }

    public int threads() {
        return setting.threads();
    }

    public double p50Micros() {
        return micros.p50();
    }

    public @Nullable Double p90Micros() {
        return micros.p90();
    }

    public @Nullable Double p99Micros() {
        return micros.p99();
    }

    public double speedup() {
        return ratio.speedup;
    }

    public Interval speedupInterval() {
        return ratio.speedupInterval;
    }

    public long runs() {
        return sampling.runs;
    }

    public int rounds() {
        return sampling.rounds;
    }

    public double spread() {
        return sampling.spread;
    }

    /** Returns whether the rounds differ by more than 10 %: trust the speed-up more than the times. */
    public boolean noisy() {
        return sampling.spread > NOISY;
    }
}
