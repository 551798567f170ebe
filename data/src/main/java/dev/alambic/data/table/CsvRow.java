package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import java.util.List;

/**
 * One row of a CSV file.
 *
 * @param line number of its first line, from 1
 * @param cells without surrounding blanks
 */
public record CsvRow(String file, long line, List<String> cells) {
    public String where() {
        return file + ":" + line;
    }

    public void requireWidth(int columns) {
        if (cells.size() != columns) {
            throw new InvalidDataException(where(), "wrong number of cells", columns, cells.size());
        }
    }

    /** Returns the cell as a float32. */
    float number(int index, String column, NumberForm form, Unit unit) {
        String cell = cells.get(index);
        float value = unit.parse(cell, form);
        if (Float.isNaN(value) && MissingWords.isNumber(cell)) {
            throw refusedMissing(column);
        }
        if (!Float.isFinite(value)) {
            throw refusedNumber(index, column, value, unit.expected());
        }
        return value;
    }

    /** Returns the refusal of a cell that is no finite number. */
    InvalidDataException refusedNumber(int index, String column, float value, String expected) {
        String cell = cells.get(index);
        if (Float.isInfinite(value)) {
            return new InvalidDataException(
                    where(), "column '" + column + "' is beyond the range of float32", "a finite number", cell);
        }
        boolean infinite = NumberForm.isInfinite(cell);
        return new InvalidDataException(
                where(),
                "column '" + column + "' is " + (infinite ? "not finite" : "not a number"),
                expected,
                "'" + cell + "'");
    }

    /** Returns the refusal of a value that is missing where none may be. */
    InvalidDataException refusedMissing(String column) {
        return new InvalidDataException(where() + ": no value in column '" + column
                + "', where training had none missing (leave the row out, or train with data.missing: median)");
    }

    /** Returns whether the text is a number with a point before its fraction; Java's "1f" and "NaN" are none. */
    public static boolean isNumber(String text) {
        return NumberForm.POINT.isNumber(text);
    }
}
