package dev.alambic.data.sample;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.table.CsvReader;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.text.TextColumns;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads texts without labels for one model. */
final class PredictionTexts {

    private static final int NAME_LENGTH = 60;

    private final InputMeaning.Text input;
    private final @Nullable String column;

    PredictionTexts(InputMeaning.Text input, @Nullable String column) {
        this.input = input;
        this.column = column;
    }

    /** Takes the words as a file, if there is one or they look like the name of one, else as a text. */
    PredictionInput read(String words) {
        boolean looksLikeFile = words.toLowerCase(Locale.ROOT).matches("\\S+\\.(csv|tsv|txt)(\\.gz)?");
        return looksLikeFile || PredictionInput.isFile(words) ? read(Path.of(words)) : one(words);
    }

    PredictionInput one(String text) {
        if (text.isBlank()) {
            throw new InvalidDataException("input: an empty text");
        }
        String name = text.length() > NAME_LENGTH ? text.substring(0, NAME_LENGTH - 1) + "…" : text;
        return cut(Map.of(name.replaceAll("\\s+", " "), text));
    }

    PredictionInput read(Path path) {
        DataFile file = DataFile.of(path);
        boolean table = path.toString().matches(".*\\.(csv|tsv)(\\.gz)?");
        return cut(file.read(in -> table ? rows(file.name(), in) : lines(file.name(), in)));
    }

    private Map<String, String> rows(String file, InputStream in) throws IOException {
        CsvReader csv = new CsvReader(file, in);
        CsvRow header = csv.next();
        if (header == null) {
            throw new InvalidDataException(file + ": empty (expected a header line and rows)");
        }
        TextColumns columns = TextColumns.unlabelled(header, column);
        Map<String, String> texts = new LinkedHashMap<>();
        for (CsvRow row = csv.next(); row != null; row = csv.next()) {
            texts.put(row.where(), columns.text(row));
        }
        return requireSome(file, texts);
    }

    private static Map<String, String> lines(String file, InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        Map<String, String> texts = new LinkedHashMap<>();
        int number = 1;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isBlank()) {
                texts.put(file + ":" + number, line);
            }
            number++;
        }
        return requireSome(file, texts);
    }

    private static Map<String, String> requireSome(String file, Map<String, String> texts) {
        if (texts.isEmpty()) {
            throw new InvalidDataException(file + ": no texts");
        }
        return texts;
    }

    private PredictionInput cut(Map<String, String> texts) {
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return new PredictionInput(List.copyOf(texts.keySet()), tokenizer.samples(List.copyOf(texts.values())));
        }
    }
}
