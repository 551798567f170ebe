package dev.alambic.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that are more than one text, as JSON.
 *
 * <pre>{@code
 * labels  ["benign","malignant"]
 * input   {"kind":"table","features":["radius","texture"]}
 *         {"kind":"table","features":["age","city"],"columns":[{"name":"age","kind":"number","missing":"median"},
 *             {"name":"city","kind":"category","values":["Bonn","Ulm"]}]}
 *         {"kind":"image","channels":1,"height":28,"width":28,"min":0.0,"max":255.0,"fit":"crop"}
 *         {"kind":"text","length":64,"padId":0,"roles":{"decoder_input_ids":"tokens"}}
 *         {"kind":"text","length":64,"padId":0,"texts":["premise","hypothesis"],"separator":102}
 *         {"kind":"sound","rate":16000,"samples":16000}
 * }</pre>
 */
final class MetadataJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MetadataJson() {}

    static String write(List<String> labels) {
        ArrayNode array = MAPPER.createArrayNode();
        labels.forEach(array::add);
        return array.toString();
    }

    static String write(InputMeaning input) {
        ObjectNode object = MAPPER.createObjectNode();
        if (input instanceof InputMeaning.Table table) {
            ArrayNode features = object.put("kind", "table").putArray("features");
            table.features().forEach(features::add);
            if (!table.isPlain()) {
                TableColumnJson.write(table.columns(), object.putArray("columns"));
            }
        } else if (input instanceof InputMeaning.Image image) {
            object.put("kind", "image")
                    .put("channels", image.channels())
                    .put("height", image.height())
                    .put("width", image.width())
                    .put("min", image.min())
                    .put("max", image.max());
            if (image.fit() != null) {
                object.put("fit", image.fit().name().toLowerCase(Locale.ROOT));
            }
        } else if (input instanceof InputMeaning.Sound sound) {
            object.put("kind", "sound").put("rate", sound.rate()).put("samples", sound.samples());
        } else if (input instanceof InputMeaning.Text text) {
            object.put("kind", "text").put("length", text.length()).put("padId", text.padId());
            if (!text.roles().isEmpty()) {
                ObjectNode roles = object.putObject("roles");
                new TreeMap<>(text.roles()).forEach(roles::put);
            }
            if (text.pair() != null) {
                object.putArray("texts")
                        .add(text.pair().first())
                        .add(text.pair().second());
                object.put("separator", text.pair().separator());
            }
        }
        return object.toString();
    }

    /** Returns the labels; none if {@code json} is not an array of texts. */
    static List<String> labels(String json) {
        return texts(parse(json));
    }

    /**
     * Returns the meaning; null if {@code json} does not have the form above.
     *
     * @param tokenizer of a text; empty if there is none
     */
    static @Nullable InputMeaning input(String json, String tokenizer) {
        JsonNode root = parse(json);
        try {
            return switch (root.path("kind").asText()) {
                case "table" -> {
                    List<String> features = texts(root.path("features"));
                    if (root.has("columns")) {
                        yield new InputMeaning.Table(features, TableColumnJson.read(root.path("columns")));
                    }
                    yield features.isEmpty() ? null : new InputMeaning.Table(features);
                }
                case "image" ->
                    new InputMeaning.Image(
                            root.path("channels").asInt(),
                            root.path("height").asInt(),
                            root.path("width").asInt(),
                            (float) root.path("min").asDouble(Double.NaN),
                            (float) root.path("max").asDouble(Double.NaN),
                            fit(root.path("fit").asText()));
                case "sound" ->
                    new InputMeaning.Sound(
                            root.path("rate").asInt(), root.path("samples").asInt());
                case "text" ->
                    new InputMeaning.Text(
                            root.path("length").asInt(),
                            root.path("padId").asInt(-1),
                            tokenizer,
                            roles(root.path("roles")),
                            pair(root));
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static InputMeaning.@Nullable Resize fit(String name) {
        return name.isEmpty() ? null : InputMeaning.Resize.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static InputMeaning.Text.@Nullable Pair pair(JsonNode root) {
        List<String> names = texts(root.path("texts"));
        return names.size() != 2
                ? null
                : new InputMeaning.Text.Pair(
                        names.get(0), names.get(1), root.path("separator").asInt(InputMeaning.Text.NO_SEPARATOR));
    }

    private static Map<String, String> roles(JsonNode object) {
        Map<String, String> roles = new HashMap<>();
        object.properties()
                .forEach(entry -> roles.put(entry.getKey(), entry.getValue().asText()));
        return roles;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            if (!array.isArray() || !element.isTextual()) {
                return List.of();
            }
            texts.add(element.asText());
        }
        return texts;
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }
}
