package dev.alambic.quantizer.hardware;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A list of objects in a JSON file of this package. Read token by token: binding them by a library takes longer than
 * quantizing a small model.
 */
final class Resource {

    private Resource() {}

    static <T> List<T> read(String name, Function<Fields, T> maker) {
        try (InputStream in = Resource.class.getResourceAsStream(name);
                JsonParser parser = new JsonFactory().createParser(Objects.requireNonNull(in))) {
            parser.nextToken();
            List<T> made = new ArrayList<>();
            for (Object each : (List<?>) value(parser)) {
                made.add(new Fields(name, (Map<?, ?>) each).made(maker));
            }
            return List.copyOf(made);
        } catch (IOException e) {
            throw new UncheckedIOException("bug: " + name + " cannot be read", e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, value(parser));
                }
                yield object;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getIntValue();
            default -> parser.getText();
        };
    }

    /** The fields of one object; a key that nobody asks for is an error of the file. */
    static final class Fields {
        private final String where;
        private final Map<String, Object> left = new LinkedHashMap<>();

        private Fields(String where, Map<?, ?> object) {
            this.where = where;
            object.forEach((key, value) -> left.put((String) key, value));
        }

        String text(String key) {
            return (String) taken(key);
        }

        String text(String key, String otherwise) {
            return left.containsKey(key) ? text(key) : otherwise;
        }

        boolean flag(String key) {
            return (Boolean) taken(key);
        }

        <T> T object(String key, Function<Fields, T> maker) {
            return new Fields(where, (Map<?, ?>) taken(key)).made(maker);
        }

        /** Returns the texts of a list; empty if there is no such key. */
        List<String> texts(String key) {
            return left.containsKey(key)
                    ? ((List<?>) taken(key)).stream().map(String.class::cast).toList()
                    : List.of();
        }

        int number(String key, int otherwise) {
            return left.containsKey(key) ? (Integer) taken(key) : otherwise;
        }

        private Object taken(String key) {
            Object value = left.remove(key);
            if (value == null) {
                throw new AssertionError("bug: " + where + ": an object without '" + key + "'");
            }
            return value;
        }

        private <T> T made(Function<Fields, T> maker) {
            T made = maker.apply(this);
            if (!left.isEmpty()) {
                throw new AssertionError("bug: " + where + ": unknown keys " + left.keySet());
            }
            return made;
        }
    }
}
