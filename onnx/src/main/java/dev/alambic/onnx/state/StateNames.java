package dev.alambic.onnx.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the name of a value says of a state: whose it is, without the words for before and after.
 *
 * <pre>{@code
 * h0, h_in, hidden           h           hn, h_out, new_h      h
 * past_key_values.0.key      0 key       present.0.key         0 key
 * state                      state       stateN                state
 * }</pre>
 *
 * @param key what is left of the words
 * @param isBefore whether a word says that it is what was
 * @param isAfter whether a word says that it is what will be
 */
record StateNames(List<String> key, boolean isBefore, boolean isAfter) {
    private static final Set<String> BEFORE = Set.of("past", "prev", "previous", "old", "init", "initial");
    private static final Set<String> AFTER = Set.of("present", "new", "next", "updated", "n");
    /** Said of anything that goes in or comes out, states or not. */
    private static final Set<String> SIDES = Set.of("in", "input", "inputs", "out", "output", "outputs", "last", "cur");

    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("hn", "h"),
            Map.entry("h0", "h"),
            Map.entry("hx", "h"),
            Map.entry("hy", "h"),
            Map.entry("hidden", "h"),
            Map.entry("cn", "c"),
            Map.entry("c0", "c"),
            Map.entry("cx", "c"),
            Map.entry("cy", "c"),
            Map.entry("cell", "c"),
            Map.entry("states", "state"),
            Map.entry("cached", "cache"),
            Map.entry("caches", "cache"),
            Map.entry("mem", "memory"),
            Map.entry("buf", "buffer"));

    private static final Set<String> STATES =
            Set.of("h", "c", "state", "cache", "memory", "buffer", "gru", "lstm", "rnn", "kv");

    StateNames {
        key = List.copyOf(key);
    }

    static StateNames of(String name) {
        List<String> words = words(name);
        List<String> key = new ArrayList<>();
        boolean before = false;
        boolean after = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean pair = word.equals("key")
                    && i + 1 < words.size()
                    && words.get(i + 1).equals("values");
            if (BEFORE.contains(word)) {
                before = true;
            } else if (AFTER.contains(word)) {
                after = true;
            } else if (pair) {
                i++; // past_key_values is one word
            } else if (!SIDES.contains(word)) {
                key.add(PLAIN.getOrDefault(word, word));
            }
        }
        return new StateNames(key, before, after);
    }

    /** Splits at what is no letter or digit, and before a capital. */
    private static List<String> words(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(spaced.split("[^a-z0-9]+")));
        words.removeIf(String::isEmpty);
        return words;
    }

    /** Returns whether the output of this name gives what the input takes, if the types fit. */
    static boolean fit(StateNames input, StateNames output) {
        if (input.isAfter || output.isBefore) {
            return false;
        }
        boolean first = !input.key.isEmpty()
                && input.key.get(input.key.size() - 1).equals("0")
                && input.key.subList(0, input.key.size() - 1).equals(output.key);
        if (!input.key.equals(output.key) && !(first && output.isAfter)) {
            return false;
        }
        boolean isState = output.key.stream().anyMatch(STATES::contains);
        return isState || (output.isAfter && (input.isBefore || !output.key.isEmpty()));
    }
}
