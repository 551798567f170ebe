package dev.alambic.data.table;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as RFC 4180 has it (commas, double quotes), or, where the file is called {@code .tsv} or {@code .tsv.gz},
 * values separated by tabs as IANA's text/tab-separated-values has them (no quotes), in UTF-8 with or without a byte
 * order mark, one row at a time with its line number. Empty lines are left out.
 */
public final class CsvReader {
    private final String file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    public CsvReader(String file, InputStream in) throws IOException {
        // a decoder of its own refuses malformed input, where a charset would replace it
        this(file, new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    public CsvReader(String file, Reader text) throws IOException {
        this.file = file;
        this.parser = CSVParser.parse(withoutMark(text), format(file));
        this.records = parser.iterator();
    }

    private static CSVFormat format(String file) {
        return isTabbed(file)
                ? CSVFormat.RFC4180.builder().setDelimiter('\t').setQuote(null).get()
                : CSVFormat.RFC4180;
    }

    public static boolean isTabbed(String file) {
        return DataFile.isCalled(file, ".tsv");
    }

    private static Reader withoutMark(Reader text) throws IOException {
        BufferedReader buffered = new BufferedReader(text, 1 << 16);
        buffered.mark(1);
        if (buffered.read() != '\uFEFF') {
            buffered.reset();
        }
        return buffered;
    }

    /** Returns the first row of a file that must have a header line and rows. */
    public CsvRow header() throws IOException {
        CsvRow header = next();
        if (header == null) {
            throw new InvalidDataException(file + ": empty file (expected a header line and rows)");
        }
        return header;
    }

    /** Passes on the rows below the header, at least one. */
    public void rows(Consumer<CsvRow> reader) throws IOException {
        CsvRow row = next();
        if (row == null) {
            throw new InvalidDataException(file + ": no rows below the header line");
        }
        for (; row != null; row = next()) {
            reader.accept(row);
        }
    }

    /** Returns the next row that is not empty, or null at the end. */
    @Nullable
    public CsvRow next() throws IOException {
        while (true) {
            long line = parser.getCurrentLineNumber() + 1;
            CSVRecord next = advance(line);
            if (next == null) {
                return null;
            }
            List<String> cells = next.stream().map(String::strip).toList();
            if (cells.size() > 1 || !cells.get(0).isEmpty()) {
                return new CsvRow(file, line, cells);
            }
        }
    }

    private @Nullable CSVRecord advance(long line) throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new InvalidDataException(file + ":" + line + ": broken quoting in the row that starts here", e);
            }
            throw e.getCause();
        }
    }
}
