package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of the model, elsewhere and before.
 *
 * @param metrics quality by name, for example {@code accuracy} from 0 to 1
 * @param measuredOn what the metrics are of, for example {@code 114 samples, test part of breast-cancer}; empty if none
 * @param latency time of one call
 * @param machine what it was timed on; null if it was not timed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evidence(
        Map<String, Double> metrics,
        String measuredOn,
        List<Latency> latency,
        @Nullable Machine machine) {

    public Evidence {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        latency = List.copyOf(latency);
    }

    /** Returns that nothing was measured. */
    public static Evidence none() {
        return new Evidence(Map.of(), "", List.of(), null);
    }

    /** Time of one call in microseconds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latency(
            int batch,
            int threads,
            double p50Micros,
            @Nullable Double p90Micros,
            @Nullable Double p99Micros) {}

    /** What a time was measured on; texts are empty where nobody says. */
    public record Machine(String cpu, String os, String architecture, int processors, String runtime) {}
}
