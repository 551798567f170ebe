package dev.alambic.workbench.race;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.bench.record.Latency;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How far a race is.
 *
 * @param waiting races before this one; 0 once it runs
 * @param sessions in which the models have been opened afresh and timed
 * @param of all sessions
 * @param models what was measured so far; empty before two sessions are over
 * @param done whether nothing follows
 * @param notes what else the machine did, a sentence each
 * @param error why there is no more; null if there is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lap(
        int waiting,
        int sessions,
        int of,
        List<Timed> models,
        boolean done,
        List<String> notes,
        @Nullable String error) {
    public Lap {
        models = List.copyOf(models);
        notes = List.copyOf(notes);
    }

    /**
     * One model; times in µs, intervals of 95 %.
     *
     * @param p90 null below 100 calls
     * @param p99 null below 1000 calls
     * @param speedup against the first model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Timed(
            String model,
            double p50,
            double low,
            double high,
            @Nullable Double p90,
            @Nullable Double p99,
            double speedup,
            double speedupLow,
            double speedupHigh,
            long runs) {

        static List<Timed> of(List<String> names, List<Latency> measured) {
            return IntStream.range(0, names.size())
                    .mapToObj(i -> of(names.get(i), measured.get(i)))
                    .toList();
        }

        private static Timed of(String name, Latency latency) {
            return new Timed(
                    name,
                    latency.p50Micros(),
                    latency.p50Interval().low(),
                    latency.p50Interval().high(),
                    latency.p90Micros(),
                    latency.p99Micros(),
                    latency.speedup(),
                    latency.speedupInterval().low(),
                    latency.speedupInterval().high(),
                    latency.runs());
        }
    }

    static Lap waiting(int before, int of) {
        return new Lap(before, 0, of, List.of(), false, List.of(), null);
    }

    static Lap of(int sessions, int of, List<Timed> models) {
        return new Lap(0, sessions, of, models, false, List.of(), null);
    }

    static Lap last(int of, List<Timed> models, List<String> notes) {
        return new Lap(0, of, of, models, true, notes, null);
    }

    static Lap failed(int of, String error) {
        return new Lap(0, 0, of, List.of(), true, List.of(), error);
    }
}
