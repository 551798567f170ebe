package dev.alambic.report.run;

import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.data.answer.TaskMetrics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model of a run with all that was measured of it.
 *
 * @param baseline whether the others are compared with it
 * @param measured size, time and memory; null if they were not measured
 * @param quality on the test split; null if it was not measured
 */
public record Variant(
        String name,
        boolean baseline,
        @Nullable ModelResult measured,
        @Nullable TaskMetrics quality) {

    /** Returns the figure that models are chosen by: the share of right answers, 0 to 1, or R². */
    public Optional<Double> score() {
        return Optional.ofNullable(quality).map(TaskMetrics::main);
    }

    /** Returns the size of the file and the weights beside it. */
    public Optional<Long> fileBytes() {
        return Optional.ofNullable(measured).map(ModelResult::fileBytes);
    }

    /** Returns the time of a call at the first setting that was measured. */
    public Optional<Latency> latency() {
        return Optional.ofNullable(measured)
                .flatMap(result -> result.latency().stream().findFirst());
    }

    /** Returns the median time of a call at the first setting that was measured, µs. */
    public Optional<Double> micros() {
        return latency().map(Latency::p50Micros);
    }
}
