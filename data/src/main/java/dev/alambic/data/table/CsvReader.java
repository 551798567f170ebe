package dev.alambic.data.table;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as RFC 4180 has it, with the separator that is told or seen among comma, semicolon, tab and bar, or, where
 * the file is called {@code .tsv} or {@code .tsv.gz}, values separated by tabs as IANA's text/tab-separated-values has
 * them (no quotes), one row at a time with its line number. Empty lines are left out.
 */
public final class CsvReader extends RowReader {
    private static final int LOOK = 1 << 16;
    private static final String SAID = "sep=";

    private final String file;
    private final long before;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    /**
     * Begins to read.
     *
     * @param separator null for the one that is seen
     */
    public CsvReader(String file, Reader text, @Nullable Character separator) throws IOException {
        super(file);
        this.file = file;
        BufferedReader buffered = new BufferedReader(text, 2 * LOOK);
        Character said = said(buffered);
        this.before = said == null ? 0 : 1;
        this.parser = CSVParser.parse(buffered, format(file, separator == null ? said : separator, buffered));
        this.records = parser.iterator();
    }

    /** Returns the separator that a first line {@code sep=;} says, as Excel writes it, and passes over it. */
    private static @Nullable Character said(BufferedReader text) throws IOException {
        text.mark(SAID.length() + 3);
        char[] start = new char[SAID.length() + 1];
        int got = text.read(start, 0, start.length);
        boolean isSaid = got == start.length && new String(start, 0, SAID.length()).equalsIgnoreCase(SAID);
        int end = isSaid ? text.read() : -1;
        if (end == '\r') {
            end = text.read();
        }
        if (end == '\n') {
            return start[SAID.length()];
        }
        text.reset();
        return null;
    }

    private static CSVFormat format(String file, @Nullable Character separator, BufferedReader text)
            throws IOException {
        boolean tabbed = separator == null && DataFile.isCalled(file, ".tsv");
        if (tabbed) {
            return CSVFormat.RFC4180.builder().setDelimiter('\t').setQuote(null).get();
        }
        char between = separator == null ? seen(text) : separator;
        return CSVFormat.RFC4180.builder().setDelimiter(between).get();
    }

    private static char seen(BufferedReader text) throws IOException {
        text.mark(LOOK + 1);
        char[] head = new char[LOOK];
        int length = 0;
        int got = text.read(head, 0, LOOK);
        while (got > 0) {
            length += got;
            got = text.read(head, length, LOOK - length);
        }
        text.reset();
        return Separators.seen(new String(head, 0, length), length < LOOK);
    }

    @Override
    @Nullable
    CsvRow read() throws IOException {
        while (true) {
            long line = before + parser.getCurrentLineNumber() + 1;
            CSVRecord next = advance(line);
            if (next == null) {
                return null;
            }
            String[] cells = next.values();
            for (int i = 0; i < cells.length; i++) {
                cells[i] = cells[i].strip();
            }
            if (cells.length > 1 || !cells[0].isEmpty()) {
                return new CsvRow(file, line, Collections.unmodifiableList(Arrays.asList(cells))); // no copy
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
