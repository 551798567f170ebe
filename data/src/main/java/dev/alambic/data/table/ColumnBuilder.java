package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.onnx.TableColumn;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column of the training data, cell by cell, and knows at the end what it means. What it writes are the values
 * of the model's input but for categories, which are numbered as they come until the list is known.
 */
abstract sealed class ColumnBuilder {
    final String name;
    final TableOptions.@Nullable Missing told;
    boolean gaps;

    ColumnBuilder(String name, TableOptions.@Nullable Missing told) {
        this.name = name;
        this.told = told;
    }

    static ColumnBuilder of(ColumnLook look, NumberForm form, TableOptions options) {
        return switch (look.kind()) {
            case CATEGORY -> new OfCategories(look.name(), options.missing());
            case DATE -> new OfDates(look.name(), look.form(), options.missing());
            default -> new OfNumbers(look.name(), form, new Unit(look.form()), options.missing());
        };
    }

    /** Returns how many values a cell becomes. */
    abstract int width();

    abstract void add(CsvRow row, int place, float[] target, int offset);

    abstract TableColumn column();

    /** Returns whether every cell was the same, and none missing. */
    abstract boolean isConstant();

    /** Refuses values that training cannot compute with; {@code file} begins the message. */
    void requireUsable(String file) {}

    /** Returns the final value of each number that {@link #add} wrote; null where it wrote the value itself. */
    float @Nullable [] codes() {
        return null;
    }

    /** Notes a missing number, or refuses it. */
    void missing(CsvRow row) {
        if (told == TableOptions.Missing.REFUSE) {
            throw row.refusedMissing(name);
        }
        gaps = true;
    }

    TableColumn.@Nullable Fill fill() {
        if (told == null || told == TableOptions.Missing.REFUSE) {
            return gaps ? TableColumn.Fill.MEDIAN : null;
        }
        return TableColumn.Fill.valueOf(told.name());
    }

    private static final class OfNumbers extends ColumnBuilder {
        private final NumberForm form;
        private final Unit unit;
        private float least = Float.POSITIVE_INFINITY;
        private float most = Float.NEGATIVE_INFINITY;

        OfNumbers(String name, NumberForm form, Unit unit, TableOptions.@Nullable Missing told) {
            super(name, told);
            this.form = form;
            this.unit = unit;
        }

        @Override
        int width() {
            return 1;
        }

        @Override
        void add(CsvRow row, int place, float[] target, int offset) {
            String cell = row.cells().get(place);
            float value = unit.parse(cell, form);
            if (Float.isNaN(value) && MissingWords.isNumber(cell)) {
                missing(row);
            } else if (!Float.isFinite(value)) {
                throw row.refusedNumber(
                        place, name, value, unit.expected() + ", or data.columns: {" + name + ": category} or skip");
            } else {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            target[offset] = value;
        }

        @Override
        TableColumn column() {
            return new TableColumn.Numeric(name, fill(), unit.sign());
        }

        /** A difference of two values must be a float32 too. */
        @Override
        void requireUsable(String file) {
            if (most - least > Float.MAX_VALUE) {
                throw new InvalidDataException(
                        file,
                        "column '" + name + "' is wider than float32 (write it in another unit, or say"
                                + " data.columns: {" + name + ": skip})",
                        "a difference of at most 3.4e38",
                        least + " to " + most);
            }
        }

        @Override
        boolean isConstant() {
            return least >= most && !gaps;
        }
    }

    private static final class OfDates extends ColumnBuilder {
        private final DateForm form;
        private final TableColumn.Date date;
        private @Nullable String first;
        private boolean varies;

        OfDates(String name, String format, TableOptions.@Nullable Missing told) {
            super(name, told);
            this.form = DateForm.of(format);
            this.date = new TableColumn.Date(name, format, null);
        }

        @Override
        int width() {
            return date.features().size();
        }

        @Override
        void add(CsvRow row, int place, float[] target, int offset) {
            String cell = row.cells().get(place);
            if (CellEncoder.date(row, place, date, form, target, offset)) {
                varies |= first != null && !cell.equals(first);
                first = cell;
            } else {
                missing(row);
            }
        }

        @Override
        TableColumn column() {
            return new TableColumn.Date(name, date.format(), fill());
        }

        @Override
        boolean isConstant() {
            return !varies && !gaps;
        }
    }

    private static final class OfCategories extends ColumnBuilder {
        /** A value with a smaller share of the cells goes to the others. */
        private static final double RARE = 0.005;

        private static final int MOST_VALUES = 32;
        private static final int FEW = 20;

        /** Texts that are told apart; of more no list of the frequent ones remains. */
        private static final int MOST_TEXTS = 100_000;

        private final Map<String, Integer> codes = new LinkedHashMap<>();
        private int[] counts = new int[16];
        private int rows;

        OfCategories(String name, TableOptions.@Nullable Missing told) {
            super(name, told);
        }

        @Override
        int width() {
            return 1;
        }

        @Override
        void add(CsvRow row, int place, float[] target, int offset) {
            String cell = CellEncoder.text(row.cells().get(place));
            if (cell.isEmpty()) {
                missing(row);
            }
            Integer code = codes.get(cell);
            if (code == null && codes.size() < MOST_TEXTS) {
                code = codes.size();
                codes.put(cell, code);
            }
            rows++;
            target[offset] = code == null ? MOST_TEXTS : count(code);
        }

        private int count(int code) {
            if (code == counts.length) {
                counts = Arrays.copyOf(counts, 2 * code);
            }
            counts[code]++;
            return code;
        }

        @Override
        TableColumn column() {
            boolean frequent = told == TableOptions.Missing.MOST_FREQUENT;
            int least = rows < FEW ? 1 : Math.max(2, (int) Math.ceil(RARE * rows));
            List<String> kept = codes.entrySet().stream()
                    .filter(entry -> counts[entry.getValue()] >= least)
                    .filter(entry -> !frequent || !entry.getKey().isEmpty())
                    .sorted(Comparator.comparing(entry -> -counts[entry.getValue()]))
                    .limit(MOST_VALUES)
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> values = kept.isEmpty()
                    ? List.of(codes.keySet().iterator().next())
                    : kept.stream().sorted().toList();
            return new TableColumn.Category(
                    name, values, frequent ? kept.stream().findFirst().orElse(null) : null);
        }

        @Override
        boolean isConstant() {
            return codes.size() == 1 && !gaps;
        }

        @Override
        float[] codes() {
            TableColumn.Category column = (TableColumn.Category) column();
            CellEncoder.Codes known = new CellEncoder.Codes(column);
            float[] values = new float[codes.size() == MOST_TEXTS ? MOST_TEXTS + 1 : codes.size()];
            Arrays.fill(values, column.other());
            codes.forEach((text, code) -> values[code] = known.of(text));
            return values;
        }
    }
}
