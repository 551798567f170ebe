package dev.alambic.run.summary;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The most important of a run, as {@code summary.json} holds it.
 *
 * @param task what the models do
 * @param models the teacher first
 */
public record Summary(String name, String task, long seed, List<Model> models) {

    public Summary {
        models = List.copyOf(models);
    }

    /**
     * One model.
     *
     * @param file relative to the run's folder
     * @param memory null where it cannot be measured
     */
    public record Model(
            String name,
            String file,
            @JsonUnwrapped Size size,
            Metrics metrics,
            List<Latency> latency,
            @Nullable Memory memory) {
        public Model {
            latency = List.copyOf(latency);
        }
    }

    /** Learnt numbers, zeros included or not, and the bytes of the file. */
    public record Size(long parameters, long nonZeroParameters, long fileBytes) {}

    /**
     * Quality on the test split.
     *
     * @param figures by name, the one that models are chosen by first
     */
    public record Metrics(@JsonValue Map<String, Double> figures) {
        public Metrics {
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }
    }

    /**
     * Time of one call.
     *
     * @param batch samples in the call
     * @param speedupVsTeacher the teacher's time by this model's
     */
    public record Latency(
            int batch,
            int threads,
            double p50Micros,
            @Nullable Double p90Micros,
            @Nullable Double p99Micros,
            double speedupVsTeacher) {}

    /**
     * What a fresh process takes to load and run the model.
     *
     * @param peakRssBytes highest resident set, above that of the process before it opened the model
     */
    public record Memory(long peakRssBytes) {}
}
