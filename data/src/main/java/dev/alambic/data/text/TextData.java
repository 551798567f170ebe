package dev.alambic.data.text;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.GroupColumn;
import dev.alambic.data.table.MissingWords;
import dev.alambic.data.table.NumberForm;
import dev.alambic.data.table.NumberForms;
import dev.alambic.data.table.RowReader;
import dev.alambic.data.table.TableLook;
import dev.alambic.data.table.TargetColumns;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Labelled texts in a CSV or TSV file: a header line, then one text a row, or two that are asked about together. */
public record TextData(String name, DataFile file, DataOptions options) {

    /** Returns whether the options ask for texts. */
    public static boolean isWanted(DataOptions options) {
        return options.text() != null || options.vocabulary() != null || options.input() instanceof InputMeaning.Text;
    }

    public Dataset load() {
        InputMeaning.Text input = input();
        List<String> named = options.text();
        if (named == null && input.pair() != null) {
            named = List.of(input.pair().first(), input.pair().second());
        }
        List<String> texts = named;
        InputMeaning.Text asked =
                texts != null && texts.size() == 2 && input.pair() == null ? Tokenizer.ofPairs(input, texts) : input;
        if (asked.pair() != null && texts != null && texts.size() == 1) {
            throw new InvalidDataException(name, "the model takes two texts", "two columns", texts);
        }
        return file.read(in -> read(in, asked, texts));
    }

    /**
     * A row as it stands.
     *
     * @param label empty where it is missing, or numbers are asked for
     */
    public record Row(String where, Passage text, String label) {}

    /** Reads the texts and their labels, without cutting them into tokens. */
    public void rows(Consumer<Row> each) {
        file.read(in -> {
            RowReader csv = RowReader.open(file.name(), in, options.table());
            CsvRow header = csv.header();
            boolean classes = options.targets() == null;
            TextColumns columns = classes
                    ? TextColumns.of(header, options.text(), options.label())
                    : TextColumns.beside(header, options.text());
            csv.rows(row -> {
                Passage text = columns.passage(row);
                String label = classes ? row.cells().get(columns.label()) : "";
                each.accept(new Row(row.where(), text, MissingWords.isText(label) ? "" : label));
            });
            return columns;
        });
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

    /** Returns whether one column says what a text is to be answered with: its class, or the names of its labels. */
    private boolean hasOneColumn() {
        DataOptions.Labels labels = options.labels();
        return options.targets() == null
                && options.tasks().isEmpty()
                && (labels == null || labels.columns().isEmpty());
    }

    private TextColumns columns(CsvRow header, @Nullable List<String> named) {
        return hasOneColumn() ? TextColumns.of(header, named, options.label()) : TextColumns.beside(header, named);
    }

    private List<String> texts(InputStream in) throws IOException {
        RowReader csv = RowReader.open(file.name(), in, options.table());
        TextColumns columns = columns(csv.header(), options.text());
        List<String> texts = new ArrayList<>();
        csv.rows(row -> {
            Passage passage = columns.passage(row);
            texts.add(passage.first());
            if (passage.second() != null) {
                texts.add(passage.second());
            }
        });
        return texts;
    }

    private Dataset read(InputStream in, InputMeaning.Text input, @Nullable List<String> named) throws IOException {
        RowReader csv = RowReader.open(file.name(), in, options.table());
        CsvRow header = csv.header();
        TextColumns columns = columns(header, named);
        TargetColumns targets;
        if (options.targets() != null) {
            NumberForms form = TableLook.numbers(header, csv, options.table());
            targets = TargetColumns.numbers(header, options, columns.textNames(), form);
        } else if (!options.tasks().isEmpty()) {
            targets = TargetColumns.of(header, options, null, TableLook.numbers(header, csv, options.table()));
        } else {
            DataOptions told = hasOneColumn() ? options.withLabel(columns.labelName()) : options;
            targets = TargetColumns.of(header, told, null, NumberForms.all(NumberForm.POINT));
        }
        GroupColumn groups = GroupColumn.of(header, options.group());
        List<Passage> texts = new ArrayList<>();
        csv.rows(row -> {
            row.requireWidth(header.cells().size());
            if (targets.add(row)) {
                groups.add(row);
                texts.add(columns.passage(row));
            }
        });
        Targets read = targets.targets(file.name());
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return groups.grouped(Dataset.texts(name, input, tokenizer.encodeAll(texts), read));
        }
    }
}
