package dev.alambic.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.structure.Criterion;
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Importance of channels in a JSON file: {@code {"conv1.weight": [0.3, 1.2, ...], ...}}. */
final class ScoresFile {

    private ScoresFile() {}

    static Criterion read(Path file) {
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        JsonNode root = tree(file);
        if (!root.isObject() || root.isEmpty()) {
            throw new InvalidDataException(file.toString(), "scores by tensor", "an object", root.getNodeType());
        }
        root.properties().forEach(entry -> scores.put(entry.getKey(), numbers(file, entry.getKey(), entry.getValue())));
        return Criterion.scores(scores);
    }

    private static JsonNode tree(Path file) {
        try {
            return Json.tree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidDataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Double> numbers(Path file, String tensor, JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isNumber() || !Double.isFinite(each.asDouble())) {
                throw new InvalidDataException(file + " '" + tensor + "'", "scores", "finite numbers", each);
            }
            numbers.add(each.asDouble());
        }
        if (!list.isArray() || numbers.isEmpty()) {
            throw new InvalidDataException(
                    file + " '" + tensor + "'", "scores", "a list of numbers", list.getNodeType());
        }
        return numbers;
    }
}
