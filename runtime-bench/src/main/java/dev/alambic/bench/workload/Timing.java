package dev.alambic.bench.workload;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How long to measure.
 *
 * @param sessions how often the models are opened afresh; the intervals are computed over sessions, at least 2
 * @param rounds how often the models take turns, over all sessions; at least one in each
 * @param runs wanted number of timed runs of each model, spread over the rounds; p99 needs 1000
 * @param secondsPerSetting upper limit of the time for all models at one batch size and number of threads, s, without
 *     warm-up; slow models get fewer runs and, if need be, fewer rounds
 * @param warmUpSeconds upper limit of the warm-up of each model, s
 */
@RecordBuilder
public record Timing(int sessions, int rounds, int runs, double secondsPerSetting, double warmUpSeconds)
        implements TimingBuilder.With {

    public Timing {
        if (sessions < 2 || rounds < sessions) {
            throw new IllegalArgumentException("an interval needs at least 2 sessions and a round in each, was "
                    + sessions + " sessions and " + rounds + " rounds");
        }
        if (runs < rounds) {
            throw new IllegalArgumentException("each of " + rounds + " rounds needs a run, was " + runs);
        }
        if (!(secondsPerSetting > 0) || !(warmUpSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "times are positive, was " + secondsPerSetting + " s and " + warmUpSeconds + " s");
        }
    }

    /** Returns 5 sessions, 50 rounds, 1200 runs, at most 10 s a setting and 2 s of warm-up a model. */
    public static Timing defaults() {
        return new Timing(5, 50, 1200, 10, 2);
    }

    @Override
    public Timing withSessions(int newSessions) {
        return new Timing(newSessions, Math.max(rounds, newSessions), runs, secondsPerSetting, warmUpSeconds);
    }

    @Override
    public Timing withRounds(int newRounds) {
        return new Timing(sessions, newRounds, Math.max(runs, newRounds), secondsPerSetting, warmUpSeconds);
    }
}
