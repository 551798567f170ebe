package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import dev.alambic.data.table.LabelEncoder;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.data.text.WordPieceTrainer;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Labelled texts as data: whole files, or the lines of some. Word pieces are learnt from the part to train on. */
final class TextFolderData {
    /** Texts whose letters are kept at once; of the others their tokens are. */
    private static final int CHUNK = 512;

    private final String name;
    private final LabelledFiles found;
    private final DataOptions options;
    private final TextFiles files;

    TextFolderData(String name, LabelledFiles found, DataOptions options) {
        this.name = name;
        this.found = found;
        this.options = options;
        this.files = new TextFiles(
                found, options.table().encodingOrUsual(), options.pictures().broken() == PictureOptions.Broken.SKIP);
    }

    LoadedData load() {
        Part first = found.first();
        InputMeaning.Text input = input(first);
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            Dataset train = dataset(name, first, input, tokenizer, options.classes());
            Dataset validation = part(Part.VALIDATION, first, train, tokenizer);
            Dataset test = part(Part.TEST, first, train, tokenizer);
            List<String> notes = new ArrayList<>(found.notes());
            notes.addAll(files.notes());
            return new LoadedData(train.withNotes(notes), validation, test);
        }
    }

    private InputMeaning.Text input(Part first) {
        if (options.input() instanceof InputMeaning.Text text) {
            if (text.pair() != null) {
                throw new InvalidDataException(found.root()
                        + ": files hold one text each, and the model takes two (expected a table with the columns '"
                        + text.pair().first() + "' and '" + text.pair().second() + "')");
            }
            return text;
        }
        if (options.input() != null) {
            throw new InvalidDataException(found.root() + ": texts cannot be fed to a model of "
                    + options.input().kind() + "s");
        }
        DataOptions.Vocabulary wanted = options.vocabulary();
        if (wanted == null) {
            throw new IllegalArgumentException(
                    name
                            + ": texts need a tokenizer (expected a model of texts, a tokenizer.json or the size of a vocabulary, was none)");
        }
        List<String> texts = new ArrayList<>();
        files.read(found.of(first), text -> texts.add(text.text()));
        return WordPieceTrainer.train(found.root().toString(), texts, wanted.size(), wanted.length());
    }

    private @Nullable Dataset part(Part part, Part first, Dataset train, Tokenizer tokenizer) {
        return part == first || !found.has(part)
                ? null
                : dataset(
                        name + (part == Part.TEST ? " test" : " validation"),
                        part,
                        (InputMeaning.Text) train.input(),
                        tokenizer,
                        train.classes());
    }

    private Dataset dataset(
            String called, Part part, InputMeaning.Text input, Tokenizer tokenizer, @Nullable List<String> classes) {
        LabelEncoder encoder = LabelEncoder.ofFolders(classes);
        List<LabelledFiles.Entry> read = new ArrayList<>();
        List<int[]> tokens = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        files.read(found.of(part), text -> {
            encoder.add(text.label(), text::where);
            read.add(text.file());
            chunk.add(text.text());
            if (chunk.size() == CHUNK) {
                tokens.addAll(List.of(tokenizer.encode(chunk)));
                chunk.clear();
            }
        });
        tokens.addAll(List.of(tokenizer.encode(chunk)));
        encoder.requireTwoClasses(found.root().toString());
        Dataset texts = Dataset.texts(
                called, input, tokens.toArray(int[][]::new), Targets.classes(encoder.classes(), encoder.labels()));
        return LabelledFiles.grouped(texts, read, options);
    }
}
