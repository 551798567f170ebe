package dev.alambic.workbench.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import dev.alambic.workbench.shelf.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a question from the body of a request.
 *
 * <pre>
 * image/*           a picture, or a drawing
 * application/json  {"text": …, "second": …} | {"row": {column: cell, …}} | {"sample": index}
 * </pre>
 */
public final class QuestionReader {
    /** Longest body that is no picture, bytes. */
    private static final int LONGEST = 1 << 18;

    private QuestionReader() {}

    /**
     * Returns the question.
     *
     * @param drawing whether a picture is a drawing
     * @throws Refusal if it is none
     */
    public static Question read(@Nullable String contentType, byte[] body, boolean drawing) {
        String type = contentType == null
                ? ""
                : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (body.length == 0) {
            throw new Refusal(400, "nothing is asked: the body is empty");
        }
        if (type.startsWith("image/") || type.equals("application/octet-stream")) {
            return new Question.Picture(body, drawing);
        }
        if (!type.equals("application/json")) {
            throw new Refusal(415, "a question is a picture or JSON (expected image/… or application/json)");
        }
        if (body.length > LONGEST) {
            throw new Refusal(413, "too long (expected at most " + LONGEST + " bytes, was " + body.length + ")");
        }
        return ofJson(tree(new String(body, StandardCharsets.UTF_8)));
    }

    private static JsonNode tree(String text) {
        try {
            return Json.tree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "the body is not JSON", e);
        }
    }

    private static Question ofJson(JsonNode asked) {
        if (asked.path("text").isTextual()) {
            JsonNode second = asked.path("second");
            return new Question.Text(asked.get("text").textValue(), second.isTextual() ? second.textValue() : null);
        }
        if (asked.path("row").isObject()) {
            Map<String, String> cells = new LinkedHashMap<>();
            asked.get("row").properties().forEach(cell -> {
                if (!cell.getValue().isValueNode()) {
                    throw new Refusal(400, "row: a cell is a text or a number");
                }
                cells.put(
                        cell.getKey(),
                        cell.getValue().isNull() ? "" : cell.getValue().asText());
            });
            return new Question.Row(cells);
        }
        if (asked.path("sample").isIntegralNumber() && asked.get("sample").canConvertToInt()) {
            return new Question.Sample(asked.get("sample").intValue());
        }
        throw new Refusal(400, "nothing is asked (expected \"text\", \"row\" or \"sample\")");
    }
}
