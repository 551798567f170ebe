package dev.alambic.data.sample;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvReader;
import dev.alambic.data.table.CsvRow;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads CSV rows without labels for one model. */
final class PredictionRows {
    private final InputMeaning.Table table;
    private final boolean named;

    /** Pixels have no names: their columns are numbered and taken as they come. */
    PredictionRows(InputMeaning input) {
        named = input instanceof InputMeaning.Table;
        table = input instanceof InputMeaning.Table features ? features : pixels(input);
    }

    private static InputMeaning.Table pixels(InputMeaning image) {
        long size = Arrays.stream(image.sampleShape()).reduce(1, Math::multiplyExact);
        return new InputMeaning.Table(IntStream.range(0, Math.toIntExact(size))
                .mapToObj(i -> "pixel " + i)
                .toList());
    }

    PredictionInput read(CsvReader csv, String file) throws IOException {
        CsvRow first = csv.next();
        if (first == null) {
            throw new InvalidDataException(file + ": empty (expected rows of " + width() + " numbers)");
        }
        boolean header = isHeader(first);
        CsvColumns columns = header && named ? CsvColumns.of(first, -1, table) : asTheyCome();
        List<String> names = new ArrayList<>();
        List<float[]> samples = new ArrayList<>();
        for (CsvRow row = header ? csv.next() : first; row != null; row = csv.next()) {
            names.add(row.where());
            samples.add(columns.numbers(row));
        }
        if (samples.isEmpty()) {
            throw new InvalidDataException(file + ": no rows below the header line");
        }
        return new PredictionInput(names, samples.toArray(float[][]::new));
    }

    /** A header names the features or holds no number at all. */
    private boolean isHeader(CsvRow first) {
        if (named && first.cells().containsAll(table.features())) {
            return true;
        }
        boolean anyNumber = first.cells().stream().anyMatch(CsvRow::isNumber);
        return !anyNumber;
    }

    private CsvColumns asTheyCome() {
        return new CsvColumns(
                width(), table.features(), IntStream.range(0, width()).boxed().toList());
    }

    private int width() {
        return table.features().size();
    }
}
