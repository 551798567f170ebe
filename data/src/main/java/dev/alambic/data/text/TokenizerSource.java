package dev.alambic.data.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.catalogue.ModelSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Opens a tokenizer by name or path: a file in the JSON form of the Hugging Face library (tokenizer.json), or a model
 * that carries one in its metadata, of the catalogue or an ONNX file.
 */
public final class TokenizerSource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern END = Pattern.compile("(?i)<\\|?(endoftext|end_of_text|eos|/s)\\|?>|\\[sep]");
    private static final Pattern UNKNOWN = Pattern.compile("(?i)[\\[<]\\|?unk(nown)?\\|?[]>]");
    /** Tokens of a short text, and its marks. */
    private static final int PROBE = 16;

    private TokenizerSource() {}

    /**
     * Returns what a model of texts that uses this tokenizer takes.
     *
     * @param length the most tokens of one text
     * @throws InvalidDataException if there is nothing at that place, or no tokenizer
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if a model of the catalogue is not in the build
     */
    public static InputMeaning.Text open(String nameOrPath, int length) {
        if (ModelSource.isName(nameOrPath)
                || nameOrPath.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            if (ModelInfo.of(ModelSource.open(nameOrPath)).input() instanceof InputMeaning.Text text) {
                return text.withLength(length);
            }
            throw new InvalidDataException(nameOrPath + ": the model carries no tokenizer");
        }
        DataFile file = DataFile.of(Path.of(nameOrPath));
        String json = file.read(in -> StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(in.readAllBytes()))
                .toString());
        InputMeaning.Text text = new InputMeaning.Text(length, padId(json, nameOrPath), json);
        Tokenizer.of(text).close();
        return text;
    }

    /** Returns how many tokens the tokenizer of an input knows: one more than their greatest number. */
    public static int tokens(InputMeaning.Text input) {
        JsonNode root = parse(input.tokenizer(), "tokenizer");
        JsonNode vocabulary = root.path("model").path("vocab");
        int most = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
        for (JsonNode id : vocabulary.isObject() ? vocabulary : JSON.createArrayNode()) {
            most = Math.max(most, id.asInt());
        }
        for (JsonNode token : root.path("added_tokens")) {
            most = Math.max(most, token.path("id").asInt());
        }
        return most + 1;
    }

    /**
     * Returns the token that the file pads with, or the one that its name tells; else one that marks something but
     * stands in no text, for example the end of texts that are not marked by it; or 0.
     */
    private static int padId(String json, String where) {
        JsonNode root = parse(json, where);
        JsonNode padding = root.path("padding").path("pad_id");
        if (padding.canConvertToInt()) {
            return padding.intValue();
        }
        for (JsonNode token : root.path("added_tokens")) {
            if (token.path("content").asText().matches("(?i)[\\[<]\\|?pad(ding)?\\|?[\\]>]")) {
                return token.path("id").asInt();
            }
        }
        Set<Integer> used = new HashSet<>();
        try (Tokenizer tokenizer = Tokenizer.of(new InputMeaning.Text(PROBE, 0, json))) {
            Arrays.stream(tokenizer.encode(List.of("a"))[0]).forEach(used::add);
        }
        List<JsonNode> marks = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            boolean isFree = token.path("special").asBoolean()
                    && !used.contains(token.path("id").asInt())
                    && !UNKNOWN.matcher(token.path("content").asText()).matches();
            if (isFree) {
                marks.add(token);
            }
        }
        return marks.stream()
                .filter(token -> END.matcher(token.path("content").asText()).matches())
                .findFirst()
                .or(() -> marks.stream().findFirst())
                .map(token -> token.path("id").asInt())
                .orElse(0);
    }

    private static JsonNode parse(String json, String where) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.path("model").isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(where + ": not a tokenizer.json: " + e.getOriginalMessage(), e);
        }
        throw new InvalidDataException(where + ": not a tokenizer.json: it describes no tokenizer (key 'model')");
    }
}
