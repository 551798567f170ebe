package dev.alambic.run.recipe;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.TaskOptions;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.onnx.message.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one of several tasks is answered with.
 *
 * @param label the column of a table that holds the class; left out: the last column, or the class of data that are no
 *     table
 * @param target the columns that hold numbers
 * @param labelColumns the columns of 0 and 1, one for each of several labels
 * @param labelSeparator between the names of the labels in the column of the label
 * @param groups of each class of the task the values of the label that it stands for, {@code even: [0, 2, 4]}; left
 *     out: the values are the classes
 */
public record TaskSpec(
        @Nullable String label,
        @Nullable List<String> target,
        @Nullable List<String> labelColumns,
        @Nullable String labelSeparator,
        Map<String, List<String>> groups) {

    public TaskSpec {
        target = target == null ? null : List.copyOf(target);
        labelColumns = labelColumns == null ? null : List.copyOf(labelColumns);
        Rule.require(target == null || !target.isEmpty(), "target", "at least one column", "none");
        Rule.require(labelColumns == null || !labelColumns.isEmpty(), "labelColumns", "at least one column", "none");
        Rule.require(labelSeparator == null || !labelSeparator.isBlank(), "labelSeparator", "a character", "none");
        Rule.require(
                target == null || (label == null && labelColumns == null && labelSeparator == null),
                "target",
                "numbers alone, or a label, or several labels",
                "more than one of them");
        Rule.require(
                labelColumns == null || (label == null && labelSeparator == null),
                "labelColumns",
                "a column for each label, or labelSeparator within one",
                "both");
        Rule.require(groups.size() != 1, "groups", "at least 2 classes", "1");
        Rule.require(
                groups.isEmpty() || (target == null && labelColumns == null && labelSeparator == null),
                "groups",
                "classes to group, by their label",
                target == null ? "several labels" : "numbers");
        Map<String, List<String>> copied = new LinkedHashMap<>();
        groups.forEach((name, values) -> copied.put(name, List.copyOf(values)));
        groups = Collections.unmodifiableMap(copied);
    }

    public static TaskSpec defaults() {
        return new TaskSpec(null, null, null, null, Map.of());
    }

    /** Returns whether it is answered with numbers. */
    public boolean isOfNumbers() {
        return target != null;
    }

    /** Returns where the answers to a task of a model stand, by what it says of itself. */
    public static TaskSpec of(TaskInfo task) {
        return switch (task.task()) {
            case ModelMetadata.REGRESSION -> new TaskSpec(null, task.outputs(), null, null, Map.of());
            case ModelMetadata.MULTI_LABEL -> new TaskSpec(null, null, task.outputs(), null, Map.of());
            default -> new TaskSpec(task.column(), null, null, null, task.groups());
        };
    }

    /** Returns how it is read. */
    TaskOptions options() {
        DataOptions.Labels several = labelColumns == null && labelSeparator == null
                ? null
                : new DataOptions.Labels(labelColumns == null ? List.of() : labelColumns, labelSeparator);
        return TaskOptions.defaults()
                .withLabel(label)
                .withTargets(target)
                .withLabels(several)
                .withGroups(groups);
    }
}
