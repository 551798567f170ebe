package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Quote;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** YAML without interpretation: every scalar is the text that was written, at the place where it was written. */
sealed interface YamlTree {

    Place place();

    /** Returns what a message calls this, for example {@code a list}. */
    String description();

    /**
     * One word.
     *
     * @param plain whether it stood without quotes, so that {@code null} and {@code ~} mean nothing
     */
    record Scalar(String text, boolean plain, Place place) implements YamlTree {

        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public String description() {
            return isNull() ? "nothing" : Quote.of(text);
        }
    }

    /** A list. */
    record Sequence(List<YamlTree> items, Place place) implements YamlTree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    /** Keys and values, in the order of the text. */
    record Mapping(Map<String, Entry> entries, Place place) implements YamlTree {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String description() {
            return "keys and values";
        }

        Mapping with(String key, YamlTree value, Place keyPlace) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, new Entry(keyPlace, value));
            return new Mapping(changed, place);
        }
    }

    /** A value and the place of its key. */
    record Entry(Place keyPlace, YamlTree value) {}
}
