package dev.alambic.data.file;

import dev.alambic.onnx.InputMeaning;
import io.soabase.recordbuilder.core.RecordBuilder;
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
 * @param table what is told of a table
 */
@RecordBuilder
public record DataOptions(
        @Nullable String label,
        @Nullable String text,
        @Nullable List<String> classes,
        @Nullable InputMeaning input,
        TableOptions table)
        implements DataOptionsBuilder.With {

    public DataOptions {
        if (classes != null) {
            classes = List.copyOf(classes);
        }
    }

    /** Returns: label in the last column, classes and columns from the data. */
    public static DataOptions defaults() {
        return new DataOptions(null, null, null, null, TableOptions.seen());
    }
}
