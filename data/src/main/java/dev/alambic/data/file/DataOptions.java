package dev.alambic.data.file;

import dev.alambic.onnx.InputMeaning;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a data source is read.
 *
 * @param label name of the label column of a table; null for the last column
 * @param text name of the column of texts, or of the two of pairs; null for the one called {@code text}, where the data
 *     are texts
 * @param classes the class names that a model was trained on, in the order of its output; a label outside them is
 *     refused; null to take the classes from the data
 * @param vocabulary what to learn word pieces for, from the texts, if no model says how they are cut; null to learn
 *     none
 * @param input the input of the model that the data are for: table columns are matched to it by name and others are
 *     left out, images must have its size and are brought to its range, texts are cut by its tokenizer; null to take
 *     every column as it comes
 * @param targets the columns of numbers that samples are to be answered with, instead of a class; null for a class
 * @param labels where several labels of each sample stand, instead of one class; null for one class
 * @param tasks where what each of several tasks is answered with stands, by the name of the task, instead of label,
 *     targets and labels; none for one task
 * @param group the column of a table that tells which rows belong together, so that they come into one part; null for
 *     none
 * @param pictures what becomes of pictures
 * @param sounds how sounds are taken
 * @param table what is told of a table
 */
@RecordBuilder
public record DataOptions(
        @Nullable String label,
        @Nullable List<String> text,
        @Nullable List<String> classes,
        @Nullable Vocabulary vocabulary,
        @Nullable InputMeaning input,
        @Nullable List<String> targets,
        @Nullable Labels labels,
        Map<String, TaskOptions> tasks,
        @Nullable String group,
        PictureOptions pictures,
        SoundOptions sounds,
        TableOptions table)
        implements DataOptionsBuilder.With {

    /**
     * What is learnt from texts.
     *
     * @param size the most word pieces
     * @param length the most tokens of a text
     */
    public record Vocabulary(int size, int length) {}

    /**
     * Where the labels stand of which a sample may carry any.
     *
     * @param columns one of 0 and 1 for each label; empty where one column, that of the label, names them
     * @param separator between the names in that column; null where each label has a column
     */
    public record Labels(List<String> columns, @Nullable String separator) {
        public Labels {
            columns = List.copyOf(columns);
            if (columns.isEmpty() == (separator == null)) {
                throw new IllegalArgumentException("labels: a column for each, or a separator in one column (was "
                        + columns + " and " + separator + ")");
            }
        }
    }

    public DataOptions {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        if (classes != null) {
            classes = List.copyOf(classes);
        }
        if (text != null) {
            text = List.copyOf(text);
            if (text.isEmpty() || text.size() > 2) {
                throw new IllegalArgumentException("text: one column, or the two of pairs (was " + text + ")");
            }
        }
        if (targets != null) {
            targets = List.copyOf(targets);
        }
    }

    /**
     * Returns this with the classes, labels or targets of each of several tasks that a model has.
     *
     * @param known by task, in the order of its outputs
     */
    public DataOptions knowing(Map<String, List<String>> known) {
        Map<String, TaskOptions> all = new LinkedHashMap<>(tasks);
        known.forEach((name, outputs) -> all.computeIfPresent(name, (any, task) -> task.withClasses(outputs)));
        return withTasks(all);
    }

    /** Returns how one of several tasks is read, as if it were alone. */
    public DataOptions of(TaskOptions task) {
        return withTasks(Map.of())
                .withLabel(task.label())
                .withTargets(task.targets())
                .withLabels(task.labels())
                .withClasses(task.groups().isEmpty() ? task.classes() : null);
    }

    /** Returns: label in the last column, classes and columns from the data. */
    public static DataOptions defaults() {
        return new DataOptions(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                PictureOptions.defaults(),
                SoundOptions.seen(),
                TableOptions.seen());
    }
}
