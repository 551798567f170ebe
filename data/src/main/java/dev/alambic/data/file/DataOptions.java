package dev.alambic.data.file;

import dev.alambic.onnx.InputMeaning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a data source is read.
 *
 * @param label name of the label column of a table; null for the last column
 * @param text name of the column of texts; null for the one called {@code text}, where the data are texts
 * @param classes the class names that a model was trained on, in the order of its output; a label outside them is
 *     refused; null to take the classes from the data
 * @param input the input of the model that the data are for: table columns are matched to it by name and others are
 *     left out, images must have its size and are brought to its range, texts are cut by its tokenizer; null to take
 *     every column as it comes
 */
public record DataOptions(
        @Nullable String label,
        @Nullable String text,
        @Nullable List<String> classes,
        @Nullable InputMeaning input) {

    public DataOptions {
        if (classes != null) {
            classes = List.copyOf(classes);
        }
    }

    /** Returns: label in the last column, classes and columns from the data. */
    public static DataOptions defaults() {
        return new DataOptions(null, null, null, null);
    }

    public DataOptions withLabel(@Nullable String column) {
        return new DataOptions(column, text, classes, input);
    }

    public DataOptions withText(@Nullable String column) {
        return new DataOptions(label, column, classes, input);
    }

    public DataOptions withClasses(@Nullable List<String> names) {
        return new DataOptions(label, text, names, input);
    }

    public DataOptions withInput(@Nullable InputMeaning meaning) {
        return new DataOptions(label, text, classes, meaning);
    }
}
