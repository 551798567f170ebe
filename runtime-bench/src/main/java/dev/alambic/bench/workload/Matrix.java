package dev.alambic.bench.workload;

import dev.alambic.bench.record.Setting;
import dev.alambic.onnx.runtime.Provider;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * The settings that latency is measured at: every combination.
 *
 * @param batches samples in a run
 * @param threads intra-op threads
 * @param providers what computes
 */
@RecordBuilder
public record Matrix(List<Integer> batches, List<Integer> threads, List<Provider> providers)
        implements MatrixBuilder.With {

    public Matrix {
        batches = positive(batches, "batch sizes");
        threads = positive(threads, "numbers of threads");
        providers = providers.stream().distinct().toList();
        if (providers.isEmpty()) {
            throw new IllegalArgumentException("providers: at least one computes (was none)");
        }
    }

    /** Returns the combinations on the CPU. */
    public static Matrix of(List<Integer> batches, List<Integer> threads) {
        return new Matrix(batches, threads, List.of(Provider.CPU));
    }

    private static List<Integer> positive(List<Integer> values, String what) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 1)) {
            throw new IllegalArgumentException(what + " are at least one number, each at least 1, was " + values);
        }
        return values.stream().distinct().toList();
    }

    /** Returns every combination: by provider, by threads, by batch. */
    public List<Setting> settings() {
        return providers.stream()
                .flatMap(provider -> threads.stream()
                        .flatMap(number -> batches.stream().map(batch -> new Setting(batch, number, provider))))
                .toList();
    }

    /** Returns the smallest batch and number of threads on the first provider, for what is measured once. */
    public Setting smallest() {
        return new Setting(
                batches.stream().mapToInt(Integer::intValue).min().orElse(1),
                threads.stream().mapToInt(Integer::intValue).min().orElse(1),
                providers.get(0));
    }
}
