package dev.alambic.bench.record;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one model: {@link #of} makes the result of a file, the {@code with} methods add what was
 * measured.
 *
 * @param file as the candidate gave it
 * @param fileBytes the model file and the external weights beside it
 * @param quality null if it was not measured
 * @param latency one for each setting, in the order of the workload
 * @param startup null if it was not measured
 * @param openLoop one for each setting and rate
 * @param memory null where it cannot be measured, or was not asked for
 * @param energy null where the machine does not count it, or it was not asked for
 * @param work null if it was not counted
 * @param profile null if it was not asked for
 */
@RecordBuilder
public record ModelResult(
        String name,
        String file,
        long fileBytes,
        ModelSize size,
        @Nullable Quality quality,
        List<Latency> latency,
        @Nullable Startup startup,
        List<OpenLoop> openLoop,
        @Nullable Memory memory,
        @Nullable Energy energy,
        @Nullable Work work,
        @Nullable Profile profile)
        implements ModelResultBuilder.With {

    public ModelResult {
        latency = List.copyOf(latency);
        openLoop = List.copyOf(openLoop);
    }

    /** Returns the result of a model of which nothing but the size is known. */
    public static ModelResult of(String name, String file, long fileBytes, ModelSize size) {
        return new ModelResult(name, file, fileBytes, size, null, List.of(), null, List.of(), null, null, null, null);
    }

    /** Returns what was measured at one setting. */
    public Optional<Latency> latency(Setting setting) {
        return latency.stream().filter(each -> each.setting().equals(setting)).findFirst();
    }
}
