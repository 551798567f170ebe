package dev.alambic.bench;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one model.
 *
 * @param file as the candidate gave it
 * @param fileBytes the model file and the external weights beside it
 * @param accuracy share of right answers on the test split, 0 to 1; null if it was not measured
 * @param latency one for each batch size and number of threads, in the order of the workload
 * @param memory null where it cannot be measured, or was not asked for
 */
public record ModelResult(
        String name,
        String file,
        long fileBytes,
        ModelSize size,
        @Nullable Double accuracy,
        List<Latency> latency,
        @Nullable Memory memory) {

    public ModelResult {
        latency = List.copyOf(latency);
    }

    /** Returns what was measured at one setting. */
    public Optional<Latency> latency(int batch, int threads) {
        return latency.stream()
                .filter(each -> each.batch() == batch && each.threads() == threads)
                .findFirst();
    }

    public ModelResult withAccuracy(double newAccuracy) {
        return new ModelResult(name, file, fileBytes, size, newAccuracy, latency, memory);
    }
}
