package dev.alambic.data.text;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.GroupColumn;
import dev.alambic.data.table.NumberForm;
import dev.alambic.data.table.RowReader;
import dev.alambic.data.table.TableLook;
import dev.alambic.data.table.TargetColumns;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Labelled texts in a CSV or TSV file: a header line, then one text a row. */
public record TextData(String name, DataFile file, DataOptions options) {

    /** Returns whether the options ask for texts. */
    public static boolean isWanted(DataOptions options) {
        return options.text() != null || options.vocabulary() != null || options.input() instanceof InputMeaning.Text;
    }

    public Dataset load() {
        InputMeaning.Text input = input();
        return file.read(in -> read(in, input));
    }

    private InputMeaning.Text input() {
        if (options.input() instanceof InputMeaning.Text text) {
            return text;
        }
        if (options.input() == null && options.vocabulary() != null) {
            return WordPieceTrainer.train(
                    file.name(),
                    file.read(this::texts),
                    options.vocabulary().size(),
                    options.vocabulary().length());
        }
        if (options.input() == null) {
            throw new IllegalArgumentException(
                    name
                            + ": texts need a tokenizer (expected a model of texts, a tokenizer.json or the size of a vocabulary, was none)");
        }
        throw new InvalidDataException(
                name, "texts cannot be fed to a model of another input", "texts", options.input());
    }

    private List<String> texts(InputStream in) throws IOException {
        RowReader csv = RowReader.open(file.name(), in, options.table());
        TextColumns columns = TextColumns.of(csv.header(), options.text(), options.label());
        List<String> texts = new ArrayList<>();
        csv.rows(row -> texts.add(columns.text(row)));
        return texts;
    }

    private Dataset read(InputStream in, InputMeaning.Text input) throws IOException {
        RowReader csv = RowReader.open(file.name(), in, options.table());
        CsvRow header = csv.header();
        List<String> numbers = options.targets();
        TextColumns columns = numbers == null
                ? TextColumns.of(header, options.text(), options.label())
                : TextColumns.beside(header, options.text());
        NumberForm form = numbers == null ? NumberForm.POINT : TableLook.numbers(header, csv, options.table());
        TargetColumns targets = numbers == null
                ? TargetColumns.of(header, options.withLabel(columns.labelName()), null, form)
                : TargetColumns.numbers(header, options, List.of(columns.textName()), form);
        GroupColumn groups = GroupColumn.of(header, options.group());
        List<String> texts = new ArrayList<>();
        csv.rows(row -> {
            row.requireWidth(header.cells().size());
            if (targets.add(row)) {
                groups.add(row);
                texts.add(columns.text(row));
            }
        });
        Targets read = targets.targets(file.name());
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return groups.grouped(Dataset.texts(name, input, tokenizer.encode(texts), read));
        }
    }
}
