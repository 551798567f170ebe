package dev.alambic.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Columns of a table in the metadata of a model, see {@link MetadataJson}. */
final class TableColumnJson {

    private TableColumnJson() {}

    static void write(List<TableColumn> columns, ArrayNode array) {
        for (TableColumn column : columns) {
            ObjectNode object = array.addObject().put("name", column.name()).put("kind", column.kind());
            if (column instanceof TableColumn.Category category) {
                ArrayNode values = object.putArray("values");
                category.values().forEach(values::add);
                if (category.instead() != null) {
                    object.put("instead", category.instead());
                }
            } else if (column instanceof TableColumn.Date date) {
                object.put("format", date.format());
            } else if (column instanceof TableColumn.Numeric number
                    && !number.unit().isEmpty()) {
                object.put("unit", number.unit());
            }
            if (column.missing() != null) {
                object.put("missing", word(column.missing()));
            }
        }
    }

    /** Returns how a fill is written: {@code most-frequent}. */
    private static String word(TableColumn.Fill fill) {
        return fill.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads what {@link #write} writes.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static List<TableColumn> read(JsonNode array) {
        List<TableColumn> columns = new ArrayList<>();
        array.forEach(column -> columns.add(column(column)));
        return columns;
    }

    private static TableColumn column(JsonNode object) {
        String name = object.path("name").asText();
        TableColumn.@Nullable Fill missing = fill(object.path("missing"));
        return switch (object.path("kind").asText()) {
            case "number" ->
                new TableColumn.Numeric(name, missing, object.path("unit").asText());
            case "category" ->
                new TableColumn.Category(
                        name,
                        MetadataJson.texts(object.path("values")),
                        object.path("instead").isTextual()
                                ? object.path("instead").asText()
                                : null);
            case "date" -> new TableColumn.Date(name, object.path("format").asText(), missing);
            default -> throw new IllegalArgumentException("column '" + name + "': unknown kind");
        };
    }

    private static TableColumn.@Nullable Fill fill(JsonNode text) {
        return text.isMissingNode()
                ? null
                : Arrays.stream(TableColumn.Fill.values())
                        .filter(fill -> word(fill).equals(text.asText()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("unknown fill " + text));
    }
}
