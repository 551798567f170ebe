package dev.alambic.data.table;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DecodedText;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a table row by row: a header, then rows, of which the first ones can be looked at before they are read. */
public abstract sealed class RowReader permits CsvReader, JsonLinesReader {
    /** So few rows are read without another thread. */
    private static final int FEW = 1000;

    private final String file;
    private final Deque<CsvRow> ahead = new ArrayDeque<>();
    /** How many cells of a row are kept, where the header shows that the last one is none; 0 for all. */
    private int kept;

    RowReader(String file) {
        this.file = file;
    }

    /** Opens a table in the format that its name tells: JSON Lines, or cells between separators. */
    public static RowReader open(String file, InputStream in, TableOptions options) throws IOException {
        DecodedText text = new DecodedText(file, in, options.encodingOrUsual());
        return isJsonLines(file) ? new JsonLinesReader(file, text) : new CsvReader(file, text, options.separator());
    }

    /** Opens words that {@link #isObject are a row}, whose keys are the columns. */
    public static RowReader ofObject(String words) {
        return new JsonLinesReader("input", new StringReader(words));
    }

    /** Returns whether words are one row, written as a JSON object. */
    public static boolean isObject(String words) {
        return words.strip().startsWith("{") && words.strip().endsWith("}");
    }

    /** Returns whether a file is called as tables are. */
    public static boolean isTable(String file) {
        return DataFile.isCalled(file, ".csv") || DataFile.isCalled(file, ".tsv") || isJsonLines(file);
    }

    private static boolean isJsonLines(String file) {
        return DataFile.isCalled(file, ".jsonl") || DataFile.isCalled(file, ".ndjson");
    }

    /** Returns the next row of the file, the header first; null at the end. */
    abstract @Nullable CsvRow read() throws IOException;

    /** Returns the next row that is not empty, the header first, or null at the end. */
    @Nullable
    public CsvRow next() throws IOException {
        CsvRow first = ahead.poll();
        return first == null ? trimmed(read()) : first;
    }

    private @Nullable CsvRow trimmed(@Nullable CsvRow row) {
        if (kept == 0 || row == null || row.cells().size() != kept + 1) {
            return row;
        }
        String last = row.cells().get(kept);
        if (!last.isEmpty()) {
            throw new InvalidDataException(row.where()
                    + ": a value in the last column, which has no name and was empty so far (was '" + last + "')");
        }
        return new CsvRow(row.file(), row.line(), row.cells().subList(0, kept));
    }

    /** Returns the rows that come next, without reading them. */
    public List<CsvRow> ahead(int most) throws IOException {
        while (ahead.size() < most) {
            CsvRow row = trimmed(read());
            if (row == null) {
                break;
            }
            ahead.add(row);
        }
        return new ArrayList<>(ahead);
    }

    /** Returns the first row of a file that must have a header line and rows. */
    public CsvRow header() throws IOException {
        CsvRow header = next();
        if (header == null) {
            throw new InvalidDataException(file + ": empty file (expected a header line and rows)");
        }
        return withoutEnd(header);
    }

    /** Leaves a last column out that has no name and is empty, as where each line ends in a separator. */
    private CsvRow withoutEnd(CsvRow header) throws IOException {
        List<String> names = header.cells();
        if (names.isEmpty()) {
            return header;
        }
        int last = names.size() - 1;
        boolean named = !names.get(last).isEmpty();
        int width = named ? names.size() : last;
        List<CsvRow> rows = ahead(FEW);
        boolean ends = width > 0
                && !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.cells().size() == width + 1
                                ? row.cells().get(width).isEmpty()
                                : !named && row.cells().size() == width);
        if (!ends) {
            return header;
        }
        kept = width;
        List<CsvRow> trimmed = new ArrayList<>();
        ahead.forEach(row -> trimmed.add(Objects.requireNonNull(trimmed(row))));
        ahead.clear();
        ahead.addAll(trimmed);
        return new CsvRow(header.file(), header.line(), names.subList(0, width));
    }

    /** Returns what was left out, in a line; empty if nothing was. */
    public Optional<String> leftOut() {
        return kept == 0 ? Optional.empty() : Optional.of("an empty last column without a name is left out");
    }

    /** Passes on the rows below the header, at least one. */
    public void rows(Consumer<CsvRow> reader) throws IOException {
        CsvRow row = next();
        if (row == null) {
            throw new InvalidDataException(file + ": no rows below the header line");
        }
        for (int i = 0; row != null && i < FEW; i++) {
            reader.accept(row);
            row = next();
        }
        if (row != null) {
            reader.accept(row);
            ReadAhead.pass(this::next, reader);
        }
    }
}
