package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.onnx.message.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the first rows of a table show: how numbers are written, and what each column is taken for.
 *
 * @param columns in the order of the file
 */
public record TableLook(CsvRow header, NumberForms numbers, List<ColumnLook> columns) {
    private static final int MOST_ROWS = 10_000;
    private static final int LEAST_ROWS = 100;
    private static final int MOST_CELLS = 300_000;
    private static final String BLANKS = "\\s+";

    public TableLook {
        columns = List.copyOf(columns);
    }

    /**
     * Looks at the first rows below the header, without reading them.
     *
     * @throws InvalidDataException if the header is none, or what stands there may be read in two ways
     */
    public static TableLook of(CsvRow header, RowReader reader, TableOptions options) throws IOException {
        CsvRow named = CsvColumns.named(header);
        CsvColumns.requireHeader(named);
        List<CsvRow> rows = reader.ahead(rows(named));
        rows.forEach(row -> row.requireWidth(named.cells().size()));
        requireNoBlanks(named, rows);
        NumberForms forms = NumberForms.of(named, rows, options.decimal());
        options.columns().keySet().stream()
                .filter(name ->
                        !name.equals(TableOptions.OTHERS) && !named.cells().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidDataException(named.where() + ": no column '" + name + "', which data.columns"
                            + " tells of" + Nearest.hint(name, named.cells(), ""));
                });
        List<ColumnLook> columns = new ArrayList<>();
        for (int i = 0; i < named.cells().size(); i++) {
            columns.add(column(named, i, rows, forms.of(i), options));
        }
        return new TableLook(named, forms, columns);
    }

    /** One column whose cells have as many words each as the header, numbers among them, is parted by blanks. */
    private static void requireNoBlanks(CsvRow header, List<CsvRow> rows) {
        int words = header.cells().get(0).split(BLANKS).length;
        boolean parted = header.cells().size() == 1
                && words > 1
                && !rows.isEmpty()
                && rows.stream()
                        .map(row -> row.cells().get(0).split(BLANKS))
                        .allMatch(cells ->
                                cells.length == words && Arrays.stream(cells).anyMatch(NumberForm.POINT::isNumber));
        if (parted) {
            throw new InvalidDataException(header.where() + ": one column, '"
                    + header.cells().get(0) + "', in whose rows blanks stand between " + words
                    + " values: say so (data.separator, --separator: ' ')");
        }
    }

    /** Returns how numbers are written below the header, looking at the rows without reading them. */
    public static NumberForms numbers(CsvRow header, RowReader reader, TableOptions options) throws IOException {
        return options.decimal() != null
                ? NumberForms.all(new NumberForm(options.decimal()))
                : NumberForms.of(header, reader.ahead(rows(header)), null);
    }

    private static int rows(CsvRow header) {
        return Math.max(
                LEAST_ROWS, Math.min(MOST_ROWS, MOST_CELLS / header.cells().size()));
    }

    private static ColumnLook column(
            CsvRow header, int index, List<CsvRow> rows, NumberForm form, TableOptions options) {
        String name = header.cells().get(index);
        ColumnGuess guess = new ColumnGuess(name, form);
        rows.forEach(row -> guess.add(row.cells().get(index)));
        String told = options.told(name);
        if (told == null) {
            return guess.look(header.where());
        }
        ColumnKind kind = ColumnKind.told(told);
        String format = ColumnKind.formatTold(told);
        boolean seen = kind == ColumnKind.DATE && format == null;
        if (kind == ColumnKind.NUMBER) {
            return guess.look(kind, "told", guess.unit().sign());
        }
        return guess.look(kind, "told", seen ? guess.dateFormat(header.where()) : format == null ? "" : format);
    }

    /** Returns a column by its name. */
    public ColumnLook column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column '" + name + "' (was "
                        + header.cells().toString().toLowerCase(Locale.ROOT) + ")"));
    }
}
