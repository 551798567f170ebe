package dev.alambic.data.format;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvData;
import dev.alambic.data.table.CsvReader;
import dev.alambic.data.table.CsvRow;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * CSV and TSV files of numbers. Without labels the header is matched to the model's features by name (order free, other
 * columns left out), or there is none and the right number of columns, of an image its pixels [channels, height,
 * width].
 */
final class TableFormat implements DataFormat {

    @Override
    public Names names() {
        return new Names("a CSV or TSV file", "CSV", "");
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
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, @Nullable String textColumn) {
        if (!(meaning instanceof InputMeaning.Table) && !isCsv(path)) {
            return Optional.empty();
        }
        DataFile file = DataFile.of(path);
        return Optional.of(file.read(in -> new Rows(meaning).read(new CsvReader(file.name(), in), file.name())));
    }

    static boolean isCsv(Path path) {
        return DataFile.isCalled(path.toString(), ".csv");
    }

    /** Takes one row of values, separated by commas, in the order of the model's features or pixels. */
    @Override
    public Optional<RawSamples> written(String words, InputMeaning meaning) {
        if (meaning instanceof InputMeaning.Text || !(words.contains(",") || CsvRow.isNumber(words))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Rows(meaning).read(new CsvReader("input", new StringReader(words)), "input"));
        } catch (IOException e) {
            throw new AssertionError("bug: reading text failed", e);
        }
    }

    /** Rows without labels for one model. */
    private static final class Rows {
        private final InputMeaning.Table table;
        private final boolean named;

        /** Pixels have no names: their columns are numbered and taken as they come. */
        Rows(InputMeaning input) {
            named = input instanceof InputMeaning.Table;
            table = input instanceof InputMeaning.Table features ? features : pixels(input);
        }

        private static InputMeaning.Table pixels(InputMeaning image) {
            long size = Arrays.stream(image.sampleShape()).reduce(1, Math::multiplyExact);
            return new InputMeaning.Table(IntStream.range(0, Math.toIntExact(size))
                    .mapToObj(i -> "pixel " + i)
                    .toList());
        }

        RawSamples read(CsvReader csv, String file) throws IOException {
            CsvRow first = csv.next();
            if (first == null) {
                throw new InvalidDataException(file + ": empty (expected rows of " + width() + " numbers)");
            }
            boolean header = isHeader(first);
            CsvColumns columns = header && named ? CsvColumns.of(first, List.of(), table) : asTheyCome();
            List<String> names = new ArrayList<>();
            List<float[]> samples = new ArrayList<>();
            for (CsvRow row = header ? csv.next() : first; row != null; row = csv.next()) {
                names.add(row.where());
                samples.add(columns.numbers(row));
            }
            if (samples.isEmpty()) {
                throw new InvalidDataException(file + ": no rows below the header line");
            }
            return new RawSamples(names, samples.toArray(float[][]::new));
        }

        /** A header names the features or holds no number at all. */
        private boolean isHeader(CsvRow first) {
            return (named && first.cells().containsAll(table.features()))
                    || first.cells().stream().noneMatch(CsvRow::isNumber);
        }

        private CsvColumns asTheyCome() {
            return new CsvColumns(
                    width(),
                    table.features(),
                    IntStream.range(0, width()).boxed().toList());
        }

        private int width() {
            return table.features().size();
        }
    }
}
