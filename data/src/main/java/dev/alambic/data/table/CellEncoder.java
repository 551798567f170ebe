package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.TableColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes of a cell the values that a model takes. */
interface CellEncoder {

    void encode(CsvRow row, int place, float[] target, int offset);

    static CellEncoder of(TableColumn column, NumberForm form) {
        if (column instanceof TableColumn.Category category) {
            Codes codes = new Codes(category);
            return (row, place, target, offset) ->
                    target[offset] = codes.of(text(row.cells().get(place)));
        }
        if (column instanceof TableColumn.Date date) {
            DateForm dates = DateForm.of(date.format());
            return (row, place, target, offset) -> {
                if (!date(row, place, date, dates, target, offset)) {
                    requireMayMiss(row, column);
                }
            };
        }
        Unit unit = column instanceof TableColumn.Numeric number ? new Unit(number.unit()) : Unit.NONE;
        return (row, place, target, offset) -> {
            String cell = row.cells().get(place);
            boolean missing = column.missing() != null && MissingWords.isNumber(cell);
            target[offset] = missing ? Float.NaN : row.number(place, column.name(), form, unit);
        };
    }

    private static void requireMayMiss(CsvRow row, TableColumn column) {
        if (column.missing() == null) {
            throw row.refusedMissing(column.name());
        }
    }

    /** Returns a text as categories are told apart: all that is missing is empty, and 1.0 is 1. */
    static String text(String cell) {
        return MissingWords.isText(cell) ? "" : LabelEncoder.withoutZeros(cell);
    }

    /** Writes the parts of a date, or NaN where it is missing; returns whether it is there. */
    static boolean date(CsvRow row, int place, TableColumn.Date date, DateForm form, float[] target, int offset) {
        String cell = row.cells().get(place);
        int width = date.features().size();
        if (MissingWords.isNumber(cell)) {
            Arrays.fill(target, offset, offset + width, Float.NaN);
            return false;
        }
        if (!form.write(cell, target, offset, width)) {
            throw new InvalidDataException(
                    row.where(),
                    "column '" + date.name() + "' is no date in its format",
                    date.format(),
                    "'" + cell + "'");
        }
        return true;
    }

    /** The places of the texts of a category. */
    final class Codes {
        private final Map<String, Integer> places = new HashMap<>();
        private final int other;
        private final int missing;

        Codes(TableColumn.Category category) {
            category.values().forEach(value -> places.put(value, places.size()));
            other = category.other();
            missing = category.missingCode();
        }

        int of(String text) {
            return text.isEmpty() ? missing : places.getOrDefault(text, other);
        }
    }
}
