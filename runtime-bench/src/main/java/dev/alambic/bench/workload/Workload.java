package dev.alambic.bench.workload;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What to measure.
 *
 * @param matrix the settings of latency
 * @param feeds the inputs of every model that has none of its own; a model with one input takes the one tensor whatever
 *     its name is
 * @param rates calls a second of open loops, measured at each setting; none by default
 * @param extras what is measured once for each model
 */
@RecordBuilder
public record Workload(Matrix matrix, Feeds feeds, Timing timing, List<Double> rates, Extras extras)
        implements WorkloadBuilder.With {

    public Workload {
        rates = List.copyOf(rates);
        if (rates.stream().anyMatch(rate -> !(rate > 0 && rate <= 1e6))) {
            throw new IllegalArgumentException("rates: out of range (expected above 0 to 1000000, was " + rates + ")");
        }
    }

    /**
     * Returns batch 1, one thread, the CPU, {@link Timing#defaults()}, a closed loop alone, five sessions to time
     * loading and three processes for memory; energy where the machine counts it.
     */
    public static Workload of(Feeds feeds) {
        Matrix one = Matrix.of(List.of(1), List.of(1));
        return new Workload(one, feeds, Timing.defaults(), List.of(), new Extras(5, 3, true));
    }

    /** Returns what {@code candidate} is fed. */
    public Feeds feeds(Candidate candidate) {
        return candidate.feeds() == null ? feeds : candidate.feeds();
    }

    /** Returns this workload with nothing but the closed loop. */
    public Workload latencyOnly() {
        return new Workload(matrix, feeds, timing, List.of(), Extras.NONE);
    }
}
