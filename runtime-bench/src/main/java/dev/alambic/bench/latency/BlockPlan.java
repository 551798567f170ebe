package dev.alambic.bench.latency;

import dev.alambic.bench.workload.Timing;
import java.util.Arrays;
import java.util.List;

/**
 * How the time for one session is divided.
 *
 * @param rounds how often the models take turns
 * @param runs timed runs of each model in a round, in the order of the models
 */
record BlockPlan(int rounds, List<Integer> runs) {

    /** A block shorter than this says more of the clock and of the caches than of the model, ns. */
    private static final double SHORTEST_BLOCK = 200_000;

    /**
     * Plans one session: its part of the rounds, and enough runs for the percentiles within its part of the time.
     *
     * @param medianNanos expected time of one run of each model, ns
     */
    static BlockPlan of(Timing timing, double[] medianNanos) {
        double budget = timing.secondsPerSetting() * 1e9 / timing.sessions();
        double onceEach = 2 * Arrays.stream(medianNanos).sum();
        int wantedRounds = (timing.rounds() + timing.sessions() - 1) / timing.sessions();
        int rounds = (int) Math.max(1, Math.min(wantedRounds, budget / onceEach));
        double share = budget / rounds / medianNanos.length;
        int wanted = (timing.runs() / timing.sessions() + rounds - 1) / rounds;
        return new BlockPlan(
                rounds,
                Arrays.stream(medianNanos)
                        .mapToObj(nanos -> runs(wanted, nanos, share))
                        .toList());
    }

    private static int runs(int wanted, double nanos, double share) {
        double enough = Math.max(wanted, SHORTEST_BLOCK / nanos);
        double affordable = Math.floor(share / nanos) - 1;
        return (int) Math.max(1, Math.min(enough, affordable));
    }
}
