package dev.alambic.data.file;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where what one of several tasks is answered with stands.
 *
 * @param label the column of the class; null for the last column, or what is not a table
 * @param targets the columns of numbers; null for no numbers
 * @param labels where several labels stand; null for one class
 * @param groups of each class the values of the column that it stands for, or of data that are no table their classes;
 *     empty = the values are the classes
 * @param classes the classes, labels or groups of a model, in the order of its output; null to take them from the data
 */
@RecordBuilder
public record TaskOptions(
        @Nullable String label,
        @Nullable List<String> targets,
        DataOptions.@Nullable Labels labels,
        Map<String, List<String>> groups,
        @Nullable List<String> classes)
        implements TaskOptionsBuilder.With {

    public TaskOptions {
        targets = targets == null ? null : List.copyOf(targets);
        classes = classes == null ? null : List.copyOf(classes);
        Map<String, List<String>> copied = new LinkedHashMap<>();
        groups.forEach((name, values) -> copied.put(name, List.copyOf(values)));
        groups = Collections.unmodifiableMap(copied);
    }

    /** Returns: the class that the data have. */
    public static TaskOptions defaults() {
        return new TaskOptions(null, null, null, Map.of(), null);
    }

    /** Returns whether only the one class that data have anyway is asked for, or groups of it. */
    public boolean isOfClass() {
        return label == null && targets == null && labels == null;
    }
}
