package dev.alambic.report;

import dev.alambic.bench.Comparison;
import dev.alambic.onnx.metrics.ClassificationMetrics;
import dev.alambic.trainer.training.EpochRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run left behind. Everything but the origin may be missing: an empty list or map, or null.
 *
 * @param labels class names in the order of the models' output
 * @param history epochs of all phases in the order they happened
 * @param comparison the models measured side by side
 * @param metrics of the test split, by the names that the comparison uses, in the order to show
 */
public record RunRecords(
        Origin origin,
        List<String> labels,
        List<EpochRecord> history,
        @Nullable Comparison comparison,
        Map<String, ClassificationMetrics> metrics) {

    /**
     * What the run was.
     *
     * @param name of the recipe
     * @param recipe as resolved, YAML; shown as it is
     * @param environment facts about the machine and the programs, such as {@code java -> 17.0.15}
     * @param commands that repeat the run, one a line
     */
    public record Origin(
            String name, long seed, String recipe, Map<String, String> environment, List<String> commands) {
        public Origin {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            commands = List.copyOf(commands);
        }
    }

    public RunRecords {
        labels = List.copyOf(labels);
        history = List.copyOf(history);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
