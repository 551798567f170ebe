package dev.alambic.quantizer.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.onnx.graph.InvalidModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ranges as JSON.
 *
 * <pre>{@code
 * {
 *   "model" : "<SHA-256 of what it computes>",
 *   "method" : "Percentile[percent=99.99]",
 *   "source" : "images/, 500 files",
 *   "ranges" : { "conv1_out" : [ 0.0, 5.71875 ] }
 * }
 * }</pre>
 */
final class RangeFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RANGES = "ranges";

    private final Path file;
    private final ObjectNode made;

    RangeFile(CalibrationCache cache, CalibrationMethod method, String model) {
        this.file = cache.file();
        this.made = MAPPER.createObjectNode()
                .put("model", model)
                .put("method", method.toString())
                .put("source", cache.source());
    }

    /**
     * Returns the ranges of {@code values}; empty if the file is not there, was made of anything else, or lacks one.
     *
     * @throws InvalidModelException if the file is not as {@link #write} writes it
     */
    Optional<Map<String, Range>> read(Collection<String> values) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root = parse();
        for (String key : new String[] {"model", "method", "source"}) {
            require(root.path(key).isTextual(), key, "a text", root.path(key));
        }
        require(
                root.path(RANGES).isObject() && root.size() == made.size() + 1,
                RANGES,
                "an object, nothing else",
                root);
        Map<String, Range> ranges = new LinkedHashMap<>();
        root.get(RANGES).properties().forEach(entry -> ranges.put(entry.getKey(), range(entry)));
        ((ObjectNode) root).remove(RANGES);
        return root.equals(made) && ranges.keySet().containsAll(values) ? Optional.of(ranges) : Optional.empty();
    }

    private JsonNode parse() {
        try {
            return MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidModelException(file + ": it is JSON, " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private Range range(Map.Entry<String, JsonNode> entry) {
        JsonNode pair = entry.getValue();
        boolean numbers = pair.isArray()
                && pair.size() == 2
                && pair.get(0).isNumber()
                && pair.get(1).isNumber();
        require(numbers, entry.getKey(), "two numbers", pair);
        float min = pair.get(0).floatValue();
        float max = pair.get(1).floatValue();
        require(min <= 0 && max >= 0 && max - min < Float.POSITIVE_INFINITY, entry.getKey(), "min <= 0 <= max", pair);
        return new Range(min, max);
    }

    private void require(boolean holds, String key, String expected, JsonNode actual) {
        if (!holds) {
            String text = actual.toString();
            throw new InvalidModelException(
                    file + ", " + key,
                    "the file holds calibrated ranges",
                    expected,
                    text.isEmpty() ? "nothing" : text.substring(0, Math.min(80, text.length())));
        }
    }

    void write(Map<String, Range> ranges) {
        ObjectNode root = made.deepCopy();
        ObjectNode object = root.putObject(RANGES);
        ranges.forEach((name, range) -> object.putArray(name).add(range.min()).add(range.max()));
        WholeFile.write(file, root.toPrettyString() + "\n");
    }
}
