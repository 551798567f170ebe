package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One row of a CSV file.
 *
 * @param line number of its first line, from 1
 * @param cells without surrounding blanks
 */
public record CsvRow(String file, long line, List<String> cells) {
    private static final Set<String> NOT_FINITE =
            Set.of("nan", "na", "inf", "infinity", "+inf", "-inf", "+infinity", "-infinity");

    public String where() {
        return file + ":" + line;
    }

    public void requireWidth(int columns) {
        if (cells.size() != columns) {
            throw new InvalidDataException(where(), "wrong number of cells", columns, cells.size());
        }
    }

    /** Returns the cell as a float32, decimal notation only. */
    float number(int index, String column) {
        String cell = cells.get(index);
        if (!isNumber(cell)) {
            throw refusal(column, isNotFinite(cell) ? "not finite" : "not a number", "'" + cell + "'");
        }
        float value = Float.parseFloat(cell);
        if (!Float.isFinite(value)) {
            throw refusal(column, "beyond the range of float32", cell);
        }
        return value;
    }

    /** Returns whether a cell is a word for a number that is not finite. */
    static boolean isNotFinite(String cell) {
        return NOT_FINITE.contains(cell.toLowerCase(Locale.ROOT));
    }

    private InvalidDataException refusal(String column, String rule, String actual) {
        return new InvalidDataException(where(), "column '" + column + "' is " + rule, "a finite number", actual);
    }

    /** Returns whether the text is a number in decimal notation; Java's "1f", "0x1p3" and "NaN" are none. */
    public static boolean isNumber(String text) {
        if (text.isEmpty() || "0123456789.".indexOf(text.charAt(text.length() - 1)) < 0 || text.contains("x")) {
            return false;
        }
        try {
            Float.parseFloat(text);
            return !text.contains("X");
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
