package dev.alambic.bench.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.alambic.data.file.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@link Comparison} as the JSON of {@code bench.json}, whose form is {@code docs/bench.schema.json}. */
public final class ComparisonJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ComparisonJson() {}

    /** Returns {@code comparison} as indented JSON with a line feed at the end. */
    public static String write(Comparison comparison) {
        try {
            return MAPPER.writeValueAsString(comparison) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("bug: a comparison is plain records", e);
        }
    }

    /**
     * Reads a file that this or an earlier version wrote.
     *
     * @throws InvalidDataException if it is something else
     * @throws UncheckedIOException if it cannot be read
     */
    public static Comparison read(Path file) {
        try {
            JsonNode tree = MAPPER.readTree(Files.readString(file));
            if (!tree.isObject()) {
                throw new InvalidDataException(
                        file + ": not a comparison", "it is an object", "{...}", tree.getNodeType());
            }
            EarlierComparison.upgrade(tree);
            return MAPPER.treeToValue(tree, Comparison.class);
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + ": not a comparison: " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(file + ": it is text (expected JSON in UTF-8, was other bytes)", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
