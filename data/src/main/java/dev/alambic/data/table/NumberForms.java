package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How each column of a table writes its numbers: as its own cells show, else as those of the other columns do. */
public final class NumberForms {
    private final NumberForm usual;
    private final @Nullable NumberForm[] own;

    private NumberForms(NumberForm usual, @Nullable NumberForm[] own) {
        this.usual = usual;
        this.own = own;
    }

    /** Returns one form for all columns. */
    public static NumberForms all(NumberForm form) {
        return new NumberForms(form, new NumberForm[0]);
    }

    /**
     * Returns the forms that rows are written in. A column that shows both is read as the others are.
     *
     * @throws InvalidDataException if what is there may be either
     */
    static NumberForms of(CsvRow header, List<CsvRow> rows, @Nullable Character told) {
        if (told != null) {
            return all(new NumberForm(told));
        }
        int width = header.cells().size();
        Evidence[] columns = new Evidence[width];
        Arrays.setAll(columns, i -> new Evidence());
        for (CsvRow row : rows) {
            for (int i = 0; i < Math.min(width, row.cells().size()); i++) {
                columns[i].add(row, row.cells().get(i));
            }
        }
        boolean commas = Arrays.stream(columns).anyMatch(column -> column.comma);
        boolean points = Arrays.stream(columns).anyMatch(column -> column.point);
        for (int i = 0; i < width; i++) {
            columns[i].requireOne(header, i, commas == points);
        }
        @Nullable NumberForm[] own = new NumberForm[width];
        for (int i = 0; commas && points && i < width; i++) {
            own[i] = columns[i].form();
        }
        return new NumberForms(commas && !points ? NumberForm.COMMA : NumberForm.POINT, own);
    }

    /** Returns that of a column. */
    NumberForm of(int column) {
        NumberForm form = column < own.length ? own[column] : null;
        return form == null ? usual : form;
    }

    /** Returns the columns that write a comma before the fraction beside others that write a point. */
    List<Integer> commas() {
        return IntStream.range(0, own.length)
                .filter(column -> NumberForm.COMMA.equals(own[column]))
                .boxed()
                .toList();
    }

    /** What the cells of one column show. */
    private static final class Evidence {
        private boolean comma;
        private boolean point;
        private @Nullable CsvRow row;
        private String either = "";

        void add(CsvRow from, String whole) {
            if (comma && point) {
                return;
            }
            String cell = Unit.stripped(whole);
            boolean known = point && cell.indexOf(',') < 0;
            if (known || !NumberForm.isMarked(cell)) {
                return;
            }
            if (NumberForm.isSurelyComma(cell)) {
                comma = true;
            } else if (NumberForm.isSurelyPoint(cell)) {
                point = true;
            } else if (row == null && NumberForm.isEither(cell)) {
                row = from;
                either = cell;
            }
        }

        @Nullable
        NumberForm form() {
            return comma == point ? null : comma ? NumberForm.COMMA : NumberForm.POINT;
        }

        /** @param open whether the other columns do not tell it */
        void requireOne(CsvRow header, int column, boolean open) {
            if (row != null && open && form() == null && !(comma && point)) {
                throw new InvalidDataException(row.where() + ": column '"
                        + header.cells().get(column) + "': '" + either + "' may be " + either.replace(",", "") + " or "
                        + either.replace(',', '.') + ": say which (data.decimal, --decimal: point or comma)");
            }
        }
    }
}
