package dev.alambic.onnx.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of the runtime's trace.
 *
 * @param start since the session began, µs
 * @param duration µs
 * @param details what else is said of it, by name; lists are left out
 * @param inputTypes of the inputs of a node
 */
record ProfileEvent(
        String category, String name, long start, long duration, Map<String, String> details, List<String> inputTypes) {

    /** Reads the object that {@code json} has just entered, and leaves it. */
    static ProfileEvent read(JsonParser json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        Map<String, String> details = new HashMap<>();
        List<String> types = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT && field.equals("args")) {
                readDetails(json, details, types);
            } else if (json.currentToken().isScalarValue()) {
                fields.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return new ProfileEvent(
                fields.getOrDefault("cat", ""),
                fields.getOrDefault("name", ""),
                whole(fields.get("ts")),
                whole(fields.get("dur")),
                details,
                types);
    }

    private static void readDetails(JsonParser json, Map<String, String> details, List<String> types)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY && field.equals("input_type_shape")) {
                readTypes(json, types);
            } else if (json.currentToken().isScalarValue()) {
                details.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    /** Reads {@code [{"float":[1,2]},...]}, of which the types are kept. */
    private static void readTypes(JsonParser json, List<String> types) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.FIELD_NAME) {
                types.add(json.currentName());
                json.nextToken();
                json.skipChildren();
            }
        }
    }

    String text(String detail) {
        return details.getOrDefault(detail, "");
    }

    /** Returns a whole number, 0 if there is none. */
    long number(String detail) {
        return whole(details.get(detail));
    }

    private static long whole(@Nullable String text) {
        return text == null || !text.matches("-?\\d{1,18}") ? 0 : Long.parseLong(text);
    }
}
