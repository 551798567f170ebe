package dev.alambic.data.text;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.LabelEncoder;
import dev.alambic.data.table.RowReader;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Labelled texts in a CSV or TSV file: a header line, then one text a row. */
public record TextData(String name, DataFile file, DataOptions options) {

    /** Returns whether the options ask for texts. */
    public static boolean isWanted(DataOptions options) {
        return options.text() != null || options.input() instanceof InputMeaning.Text;
    }

    public Dataset load() {
        InputMeaning.Text input = input();
        return file.read(in -> read(in, input));
    }

    private InputMeaning.Text input() {
        if (options.input() instanceof InputMeaning.Text text) {
            return text;
        }
        if (options.input() == null) {
            throw new IllegalArgumentException(
                    name + ": texts need a tokenizer (expected a model of texts or a tokenizer.json, was neither)");
        }
        throw new InvalidDataException(
                name, "texts cannot be fed to a model of another input", "texts", options.input());
    }

    private Dataset read(InputStream in, InputMeaning.Text input) throws IOException {
        RowReader csv = RowReader.open(file.name(), in, options.table());
        CsvRow header = csv.header();
        TextColumns columns = TextColumns.of(header, options.text(), options.label());
        LabelEncoder labels = new LabelEncoder(options.classes());
        List<String> texts = new ArrayList<>();
        csv.rows(row -> {
            texts.add(columns.text(row));
            labels.add(columns.label(row), row::where);
        });
        labels.requireTwoClasses(file.name());
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return Dataset.texts(name, input, labels.classes(), tokenizer.encode(texts), labels.labels());
        }
    }
}
