package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.onnx.runtime.Provider;
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

    /**
     * Returns this evidence with the times on the CPU that {@code comparison} has of a model of this name and size;
     * unchanged if it has none.
     *
     * @param bytes of the model's file and of the weights beside it
     */
    public Evidence withTimes(Comparison comparison, String model, long bytes) {
        List<Latency> times = comparison
                .model(model)
                .filter(result -> result.fileBytes() == bytes)
                .map(ModelResult::latency)
                .orElse(List.of())
                .stream()
                .filter(time -> time.setting().provider() == Provider.CPU)
                .map(Latency::of)
                .toList();
        return times.isEmpty() ? this : new Evidence(metrics, measuredOn, times, Machine.of(comparison.machine()));
    }

    /** Time of one call in microseconds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latency(
            int batch,
            int threads,
            double p50Micros,
            @Nullable Double p90Micros,
            @Nullable Double p99Micros) {

        private static Latency of(dev.alambic.bench.record.Latency time) {
            return new Latency(time.batch(), time.threads(), time.p50Micros(), time.p90Micros(), time.p99Micros());
        }
    }

    /** What a time was measured on; texts are empty where nobody says. */
    public record Machine(String cpu, String os, String architecture, int processors, String runtime) {

        private static Machine of(dev.alambic.bench.record.Machine machine) {
            return new Machine(
                    machine.cpu(), machine.os(), machine.architecture(), machine.processors(), machine.runtime());
        }
    }
}
