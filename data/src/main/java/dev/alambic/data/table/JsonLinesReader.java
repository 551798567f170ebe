package dev.alambic.data.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alambic.data.file.InvalidDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON Lines: one object a line, whose keys are the columns. The columns are the keys of the first {@value #LOOK}
 * lines, in the order in which they come; a key that a line does not have is an empty cell.
 */
final class JsonLinesReader extends RowReader {
    static final int LOOK = 1000;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final String file;
    private final BufferedReader text;
    private final Deque<Line> first = new ArrayDeque<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private long number;
    private boolean begun;

    private record Line(long number, Map<String, String> cells) {}

    JsonLinesReader(String file, Reader text) {
        super(file);
        this.file = file;
        this.text = new BufferedReader(text, 1 << 16);
    }

    @Override
    @Nullable
    CsvRow read() throws IOException {
        if (!begun) {
            begun = true;
            return look();
        }
        Line line = first.isEmpty() ? line() : first.poll();
        return line == null ? null : row(line);
    }

    private @Nullable CsvRow look() throws IOException {
        while (first.size() < LOOK) {
            Line line = line();
            if (line == null) {
                break;
            }
            line.cells.keySet().forEach(key -> places.putIfAbsent(key, places.size()));
            first.add(line);
        }
        return first.isEmpty() ? null : new CsvRow(file, 1, new ArrayList<>(places.keySet()));
    }

    private CsvRow row(Line line) {
        String[] cells = new String[places.size()];
        Arrays.fill(cells, "");
        line.cells.forEach((key, cell) -> {
            Integer place = places.get(key);
            if (place == null) {
                throw new InvalidDataException(
                        file + ":" + line.number,
                        "a key that none of the first " + LOOK + " lines has",
                        "one of " + places.keySet(),
                        "'" + key + "'");
            }
            cells[place] = cell;
        });
        return new CsvRow(file, line.number, List.of(cells));
    }

    private @Nullable Line line() throws IOException {
        String line = text.readLine();
        number++;
        while (line != null && line.isBlank()) {
            line = text.readLine();
            number++;
        }
        return line == null ? null : new Line(number, cells(line));
    }

    private Map<String, String> cells(String line) {
        JsonNode object;
        try {
            object = READER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(
                    file + ":" + number + ": not JSON, of which each line is an object: " + e.getOriginalMessage(), e);
        }
        if (!object.isObject()) {
            throw new InvalidDataException(
                    file + ":" + number, "each line is an object", "{\"column\": value, …}", shown(line));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            cells.put(field.getKey().strip(), cell(field.getKey(), field.getValue()));
        }
        return cells;
    }

    private String cell(String key, JsonNode value) {
        if (value.isContainerNode()) {
            throw new InvalidDataException(
                    file + ":" + number,
                    "key '" + key + "' is no single value",
                    "a text, a number, true, false or null",
                    shown(value.toString()));
        }
        return value.isNull() ? "" : value.asText().strip();
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 39) + "…" : text;
    }
}
