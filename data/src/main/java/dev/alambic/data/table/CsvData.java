package dev.alambic.data.table;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table in a CSV or TSV file: a header line, then one sample a row, all columns numbers but the label, or all numbers
 * where numbers are the targets.
 */
public record CsvData(String name, DataFile file, DataOptions options) {

    public Dataset load() {
        return file.read(this::read);
    }

    private Dataset read(InputStream in) throws IOException {
        CsvReader csv = new CsvReader(file.name(), in);
        CsvRow header = csv.header();
        CsvColumns.requireHeader(header);
        InputMeaning.Table wanted = wantedTable();
        TargetColumns targets = TargetColumns.of(header, options, wanted);
        CsvColumns columns = CsvColumns.of(header, targets.places(), wanted);
        List<float[]> rows = new ArrayList<>();
        csv.rows(row -> {
            rows.add(columns.numbers(row));
            targets.add(row);
        });
        Targets read = targets.targets(file.name());
        float[][] values = rows.toArray(float[][]::new);
        return Dataset.table(name, new InputMeaning.Table(columns.features()), values, read);
    }

    private InputMeaning.@Nullable Table wantedTable() {
        InputMeaning input = options.input();
        if (input != null && !(input instanceof InputMeaning.Table)) {
            String what = input instanceof InputMeaning.Image image
                    ? image.width() + "x" + image.height() + " pixels"
                    : input.toString();
            throw new InvalidDataException(
                    file.name(), "a table cannot be fed to a model of " + input.kind() + "s", what, "a CSV file");
        }
        return (InputMeaning.Table) input;
    }
}
