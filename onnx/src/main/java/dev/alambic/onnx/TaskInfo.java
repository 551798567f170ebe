package dev.alambic.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of several tasks of a model, whose answers are the output that is called as the task is.
 *
 * @param task what it is, for example {@code classification}
 * @param outputs its classes, labels or targets, in the order of the output
 * @param column the column of a table that it was learnt from, where one holds it; null = columns that are called as
 *     the outputs are, or what is not a table
 * @param groups of each class the values in that column that it stands for; empty = the values are the classes
 */
public record TaskInfo(
        String task, List<String> outputs, @Nullable String column, Map<String, List<String>> groups) {

    public TaskInfo {
        outputs = List.copyOf(outputs);
        Map<String, List<String>> copied = new LinkedHashMap<>();
        groups.forEach((name, values) -> copied.put(name, List.copyOf(values)));
        groups = Collections.unmodifiableMap(copied);
    }

    /**
     * Returns what the values of several tasks are called where they stand in one row: {@code task.value}.
     *
     * @param outputs of each task by its name
     */
    public static List<String> rowNames(Map<String, List<String>> outputs) {
        List<String> names = new ArrayList<>();
        outputs.forEach((task, values) -> values.forEach(value -> names.add(task + "." + value)));
        return names;
    }
}
