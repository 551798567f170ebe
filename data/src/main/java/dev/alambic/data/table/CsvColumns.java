package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.message.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds columns in the header of a table. */
public final class CsvColumns {

    private CsvColumns() {}

    /** Returns the header with a name for each column: one without is called by its number, {@code column 1}. */
    static CsvRow named(CsvRow header) {
        List<String> names = new ArrayList<>();
        for (String cell : header.cells()) {
            names.add(cell.isEmpty() ? unnamed(names.size() + 1) : cell);
        }
        return new CsvRow(header.file(), header.line(), List.copyOf(names));
    }

    private static String unnamed(int number) {
        return "column " + number;
    }

    /** Checks that each column can be told from the others, as a header must. */
    public static void requireHeader(CsvRow header) {
        if (header.cells().isEmpty()) {
            throw new InvalidDataException(header.where() + ": no columns (expected names, or keys)");
        }
        requireNoRow(header);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.cells().size(); i++) {
            String name = header.cells().get(i);
            if (isMeasurement(name)) {
                throw noHeader(header, name);
            }
            if (!seen.add(name)) {
                throw new InvalidDataException(
                        header.where() + ": column name '" + name + "' occurs twice (give each column its own)");
            }
        }
    }

    /** A line of whole numbers that do not count the columns is a row, or tells sizes; it may end early. */
    private static void requireNoRow(CsvRow header) {
        List<String> names = new ArrayList<>(header.cells());
        while (names.size() > 2 && names.get(names.size() - 1).equals(unnamed(names.size()))) {
            names.remove(names.size() - 1);
        }
        boolean whole = names.stream().allMatch(name -> name.matches("\\d{1,9}"));
        for (int i = 1; whole && i < names.size(); i++) {
            if (Integer.parseInt(names.get(i)) != Integer.parseInt(names.get(i - 1)) + 1) {
                throw noHeader(header, names.get(0));
            }
        }
    }

    private static InvalidDataException noHeader(CsvRow header, String name) {
        return new InvalidDataException(
                header.where(),
                "the first line is not a header, so put a line with a name for each column above it",
                "column names",
                "'" + name + "'");
    }

    /** Some programs name columns 0, 1, 2, ...; but no column is called 5.1. */
    private static boolean isMeasurement(String name) {
        return (CsvRow.isNumber(name) || NumberForm.COMMA.isNumber(name))
                && name.chars().anyMatch(c -> c < '0' || c > '9');
    }

    /**
     * Returns the index of the label column: the named one, else the last that is neither a feature of the model nor
     * that of groups.
     */
    static int label(
            CsvRow header, @Nullable String label, @Nullable String group, InputMeaning.@Nullable Table wanted) {
        if (label != null) {
            return find(header, label);
        }
        int last = header.cells().size() - 1;
        while (last >= 0 && isTaken(wanted, group, header.cells().get(last))) {
            last--;
        }
        if (last < 0) {
            throw new InvalidDataException(
                    header.where() + ": no label column, every column is a feature of the model");
        }
        return last;
    }

    private static boolean isTaken(InputMeaning.@Nullable Table table, @Nullable String group, String name) {
        return name.equals(group)
                || (table != null
                        && table.columns().stream()
                                .anyMatch(column -> column.name().equals(name)));
    }

    /** Returns the index of a column. */
    public static int find(CsvRow header, String column) {
        int index = header.cells().indexOf(column);
        if (index < 0) {
            throw new InvalidDataException(
                    header.where() + ": no column '" + column + "'" + Nearest.hint(column, header.cells(), ""));
        }
        return index;
    }
}
