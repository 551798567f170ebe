package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.message.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of a row are the features, in order.
 *
 * @param width number of cells of a row
 * @param places for each feature the index of its cell
 */
public record CsvColumns(int width, List<String> features, List<Integer> places) {

    /** Returns every column but those of the targets, or those that the model wants in its order. */
    public static CsvColumns of(CsvRow header, List<Integer> targets, InputMeaning.@Nullable Table wanted) {
        List<String> features = new ArrayList<>(wanted == null ? header.cells() : wanted.features());
        if (wanted == null) {
            features.removeAll(targets.stream().map(header.cells()::get).toList());
        }
        if (features.isEmpty()) {
            throw new InvalidDataException(
                    header.where(), "no feature columns", "a label column and at least one more", header.cells());
        }
        List<Integer> places =
                features.stream().map(feature -> find(header, feature)).toList();
        return new CsvColumns(header.cells().size(), List.copyOf(features), places);
    }

    /** Checks that each column can be told from the others, as a header must. */
    public static void requireHeader(CsvRow header) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.cells().size(); i++) {
            String name = header.cells().get(i);
            if (name.isEmpty()) {
                throw new InvalidDataException(header.where() + ": column " + (i + 1) + " has no name");
            }
            if (isMeasurement(name)) {
                throw new InvalidDataException(
                        header.where(), "the first line is not a header", "column names", "'" + name + "'");
            }
            if (!seen.add(name)) {
                throw new InvalidDataException(header.where() + ": column name '" + name + "' occurs twice");
            }
        }
    }

    /** Some programs name columns 0, 1, 2, ...; but no column is called 5.1. */
    private static boolean isMeasurement(String name) {
        return CsvRow.isNumber(name) && name.chars().anyMatch(c -> c < '0' || c > '9');
    }

    /** Returns the index of the label column: the named one, else the last that is not a feature of the model. */
    static int label(CsvRow header, @Nullable String label, InputMeaning.@Nullable Table wanted) {
        if (label != null) {
            return find(header, label);
        }
        int last = header.cells().size() - 1;
        while (wanted != null
                && last >= 0
                && wanted.features().contains(header.cells().get(last))) {
            last--;
        }
        if (last < 0) {
            throw new InvalidDataException(
                    header.where() + ": no label column, every column is a feature of the model");
        }
        return last;
    }

    public static int find(CsvRow header, String column) {
        int index = header.cells().indexOf(column);
        if (index < 0) {
            throw new InvalidDataException(
                    header.where() + ": no column '" + column + "'" + Nearest.hint(column, header.cells(), ""));
        }
        return index;
    }

    public float[] numbers(CsvRow row) {
        row.requireWidth(width);
        float[] values = new float[places.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.number(places.get(i), features.get(i));
        }
        return values;
    }
}
