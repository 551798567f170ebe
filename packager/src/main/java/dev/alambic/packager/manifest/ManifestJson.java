package dev.alambic.packager.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alambic.packager.archive.InvalidPackageException;

/** The manifest and other values as JSON: indented by two spaces, lines ended by a line feed on every system. */
public final class ManifestJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private ManifestJson() {}

    /** Returns {@code value} as indented JSON with a line feed at the end. */
    public static String write(Object value) {
        try {
            return WRITER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("bug: " + value.getClass() + " cannot be written as JSON", e);
        }
    }

    /**
     * Returns the tree of a JSON file.
     *
     * @throws InvalidPackageException if it is no JSON, says something twice, or has a number beyond any double
     */
    public static JsonNode tree(String where, String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            requireFinite(where, tree);
            return tree;
        } catch (JsonProcessingException e) {
            throw new InvalidPackageException(where + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void requireFinite(String where, JsonNode tree) {
        if (tree.isDouble() && !Double.isFinite(tree.doubleValue())) {
            throw new InvalidPackageException(where, "its numbers are finite", "a number", tree.asText());
        }
        tree.forEach(child -> requireFinite(where, child));
    }

    /**
     * Returns what a JSON file says.
     *
     * @throws InvalidPackageException if it does not have the form of {@code type}
     */
    public static <T> T read(String where, String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new InvalidPackageException(where + ": not of the right form: " + e.getOriginalMessage(), e);
        }
    }
}
