package dev.alambic.data.format;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.folder.TextFiles;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.RowReader;
import dev.alambic.data.text.Passage;
import dev.alambic.data.text.TextColumns;
import dev.alambic.data.text.TextData;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Texts: a column of a CSV or TSV file, or, without labels, any other file with one text a line. */
final class TextFormat implements DataFormat {
    private static final int NAME_LENGTH = 60;

    @Override
    public Names names() {
        return new Names("", "text", "");
    }

    @Override
    public Optional<LoadedData> labelled(Path path, DataOptions options) {
        if (!TextData.isWanted(options) || !DataFile.isThere(path)) {
            return Optional.empty();
        }
        TextData data = new TextData(String.valueOf(path.getFileName()), DataFile.of(path), options);
        return Optional.of(new LoadedData(data.load(), null));
    }

    @Override
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, DataOptions options) {
        if (!(meaning instanceof InputMeaning.Text text)) {
            return Optional.empty();
        }
        Map<String, String> whole = Files.isDirectory(path) ? files(path) : Map.of();
        if (!whole.isEmpty()) {
            return Optional.of(cut(single(whole, text), text));
        }
        DataFile file = DataFile.of(path);
        boolean table = RowReader.isTable(path.toString());
        boolean pair = text.pair() != null;
        return Optional.of(cut(
                file.read(in -> table
                        ? rows(file.name(), RowReader.open(file.name(), in, options.table()), columns(text, options))
                        : lines(file.name(), in, pair)),
                text));
    }

    /** Takes words that do not look like the name of a file as a text, a JSON object as the columns of two. */
    @Override
    public Optional<RawSamples> written(String words, InputMeaning meaning) {
        boolean looksLikeFile = words.toLowerCase(Locale.ROOT).matches("\\S+\\.(csv|tsv|jsonl|ndjson|txt)(\\.gz)?");
        if (!(meaning instanceof InputMeaning.Text text) || looksLikeFile) {
            return Optional.empty();
        }
        if (words.isBlank()) {
            throw new InvalidDataException("input: an empty text");
        }
        if (text.pair() != null && RowReader.isObject(words)) {
            try {
                RowReader row = RowReader.ofObject(words);
                return Optional.of(cut(rows("input", row, columns(text, DataOptions.defaults())), text));
            } catch (IOException e) {
                throw new AssertionError("bug: reading text failed", e);
            }
        }
        String name = words.length() > NAME_LENGTH ? words.substring(0, NAME_LENGTH - 1) + "…" : words;
        return Optional.of(cut(
                Map.of(name.replaceAll("\\s+", " "), Passage.of(words, text.pair() != null, "input")), text));
    }

    /** Takes a file as one text, whatever lines it has. */
    @Override
    public Optional<RawSamples> whole(Path path, InputMeaning meaning) {
        if (!(meaning instanceof InputMeaning.Text text)) {
            return Optional.empty();
        }
        String words = TextFiles.whole(path, StandardCharsets.UTF_8);
        return Optional.of(cut(single(Map.of(String.valueOf(path.getFileName()), words), text), text));
    }

    private static Map<String, Passage> single(Map<String, String> texts, InputMeaning.Text text) {
        Map<String, Passage> passages = new LinkedHashMap<>();
        texts.forEach((name, words) -> passages.put(name, Passage.of(words, text.pair() != null, name)));
        return passages;
    }

    /** Returns the columns of a table: the one that is named, else those that the model calls so. */
    private static @Nullable List<String> columns(InputMeaning.Text text, DataOptions options) {
        if (text.pair() != null) {
            return List.of(text.pair().first(), text.pair().second());
        }
        return options.text();
    }

    /** Each file of texts in a folder, and in those below, is a text. */
    private static Map<String, String> files(Path folder) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> FileKind.TEXT.isCalled(String.valueOf(file.getFileName())))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file -> texts.put(
                            folder.relativize(file).toString(), TextFiles.whole(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
        return texts;
    }

    private static Map<String, Passage> rows(String file, RowReader csv, @Nullable List<String> named)
            throws IOException {
        CsvRow header = csv.next();
        if (header == null) {
            throw new InvalidDataException(file + ": empty (expected a header line and rows)");
        }
        TextColumns columns = TextColumns.unlabelled(header, named);
        Map<String, Passage> texts = new LinkedHashMap<>();
        for (CsvRow row = csv.next(); row != null; row = csv.next()) {
            texts.put(row.where(), columns.passage(row));
        }
        return requireSome(file, texts);
    }

    private static Map<String, Passage> lines(String file, InputStream in, boolean pair) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        Map<String, Passage> texts = new LinkedHashMap<>();
        int number = 1;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (!text.isBlank()) {
                texts.put(file + ":" + number, Passage.of(text, pair, file + ":" + number));
            }
            number++;
        }
        return requireSome(file, texts);
    }

    private static Map<String, Passage> requireSome(String file, Map<String, Passage> texts) {
        if (texts.isEmpty()) {
            throw new InvalidDataException(file + ": no texts");
        }
        return texts;
    }

    private static RawSamples cut(Map<String, Passage> texts, InputMeaning.Text input) {
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return new RawSamples(List.copyOf(texts.keySet()), tokenizer.samplesOf(List.copyOf(texts.values())));
        }
    }
}
