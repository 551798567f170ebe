package dev.alambic.data.format;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.RowStore;
import dev.alambic.data.table.CsvData;
import dev.alambic.data.table.CsvReader;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.NumberForm;
import dev.alambic.data.table.NumberForms;
import dev.alambic.data.table.RowReader;
import dev.alambic.data.table.TableEncoder;
import dev.alambic.data.table.TableLook;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * CSV and TSV files of numbers. Without labels the header is matched to the model's features by name (order free, other
 * columns left out), or there is none and the right number of columns, of an image its pixels [channels, height,
 * width].
 */
final class TableFormat implements DataFormat {

    @Override
    public Names names() {
        return new Names("a CSV, TSV or JSON Lines file", "CSV", "");
    }

    /** Takes any file that no other format has. */
    @Override
    public Optional<LoadedData> labelled(Path path, DataOptions options) {
        if (!DataFile.isThere(path)) {
            return Optional.empty();
        }
        CsvData data = new CsvData(String.valueOf(path.getFileName()), DataFile.of(path), options);
        return Optional.of(new LoadedData(data.load(), null));
    }

    @Override
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, DataOptions options) {
        if (!(meaning instanceof InputMeaning.Table) && !isCsv(path)) {
            return Optional.empty();
        }
        DataFile file = DataFile.of(path);
        TableOptions told = options.table();
        return Optional.of(file.read(
                in -> new Rows(meaning, told).read(RowReader.open(file.name(), in, told), file.name())));
    }

    static boolean isCsv(Path path) {
        return RowReader.isTable(path.toString());
    }

    /**
     * Takes one row: values separated by commas, in the order of the model's features or pixels, or a JSON object of a
     * table's columns.
     */
    @Override
    public Optional<RawSamples> written(String words, InputMeaning meaning) {
        boolean object = meaning instanceof InputMeaning.Table && RowReader.isObject(words);
        if (meaning instanceof InputMeaning.Text || !(object || words.contains(",") || CsvRow.isNumber(words))) {
            return Optional.empty();
        }
        try {
            Rows rows = new Rows(meaning, TableOptions.seen());
            return Optional.of(
                    object
                            ? rows.below(RowReader.ofObject(words), "input")
                            : rows.read(new CsvReader("input", new StringReader(words), ','), "input"));
        } catch (IOException e) {
            throw new AssertionError("bug: reading text failed", e);
        }
    }

    /** Rows without labels for one model. */
    private static final class Rows {
        private final InputMeaning.Table table;
        private final boolean named;
        private final TableOptions told;

        /** Pixels have no names: their columns are numbered and taken as they come. */
        Rows(InputMeaning input, TableOptions told) {
            this.told = told;
            named = input instanceof InputMeaning.Table;
            table = input instanceof InputMeaning.Table features ? features : pixels(input);
        }

        private static InputMeaning.Table pixels(InputMeaning image) {
            long size = Arrays.stream(image.sampleShape()).reduce(1, Math::multiplyExact);
            return new InputMeaning.Table(IntStream.range(0, Math.toIntExact(size))
                    .mapToObj(i -> "pixel " + i)
                    .toList());
        }

        RawSamples read(RowReader csv, String file) throws IOException {
            List<CsvRow> ahead = csv.ahead(1);
            if (ahead.isEmpty()) {
                throw new InvalidDataException(file + ": empty (expected rows of " + width() + " "
                        + (table.isPlain() ? "numbers)" : "cells)"));
            }
            return isHeader(ahead.get(0)) ? below(csv, file) : samples(ahead.get(0), false, csv, file);
        }

        /** Reads the rows below a header. */
        RawSamples below(RowReader csv, String file) throws IOException {
            return samples(csv.header(), true, csv, file);
        }

        private RawSamples samples(CsvRow first, boolean header, RowReader csv, String file) throws IOException {
            NumberForms form = TableLook.numbers(first, csv, told);
            TableEncoder encoder =
                    header && named ? TableEncoder.byName(first, table, form) : TableEncoder.inOrder(table, form);
            RowStore.Writer rows = new RowStore.Writer(encoder.size());
            int[] lines = new int[64];
            for (CsvRow row = csv.next(); row != null; row = csv.next()) {
                if (rows.count() == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * lines.length);
                }
                lines[rows.count()] = Math.toIntExact(row.line());
                rows.add(encoder.encode(row));
            }
            if (rows.count() == 0) {
                throw new InvalidDataException(file + ": no rows below the header line");
            }
            int[] known = lines;
            return RawSamples.of(i -> file + ":" + known[i], rows.finish());
        }

        /**
         * A header names the columns, where there are categories one of them at least, or of a table of numbers holds
         * no number at all.
         */
        private boolean isHeader(CsvRow first) {
            List<String> columns =
                    table.columns().stream().map(TableColumn::name).toList();
            if (table.columns().stream().anyMatch(TableColumn::isCoded)) {
                return columns.stream().anyMatch(first.cells()::contains);
            }
            return (named && first.cells().containsAll(columns))
                    || first.cells().stream().noneMatch(NumberForm::isValue);
        }

        private int width() {
            return table.columns().size();
        }
    }
}
