package dev.alambic.trainer.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings in a line that tells what a training is, {@code TrainingJob[phase=student, spec=TrainingSpec[epochs=3]]
 * on digits}: each by its path, {@code spec.epochs}, and what stands behind the records as {@code data}.
 */
final class Fingerprint {

    private static final int SHOWN = 3;
    private static final String NONE = "none";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder token = new StringBuilder();

    private Fingerprint(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '[') {
                open();
            } else if (c == ']' && !path.isEmpty()) {
                end();
                path.removeLast();
            } else if (c == ',' && !path.isEmpty()) {
                end();
            } else {
                token.append(c);
            }
        }
        end();
    }

    private void open() {
        String name = token.toString().strip();
        int equals = name.indexOf('=');
        if (equals > 0 && equals < name.length() - 1) {
            settings.put(key(name.substring(0, equals)), name.substring(equals + 1)); // which record it is
        }
        path.addLast(equals > 0 ? name.substring(0, equals) : "");
        token.setLength(0);
    }

    private void end() {
        String text = token.toString().strip();
        token.setLength(0);
        int equals = text.indexOf('=');
        if (path.isEmpty() && !text.isEmpty()) {
            settings.put("data", text);
        } else if (equals > 0) {
            settings.put(key(text.substring(0, equals)), text.substring(equals + 1));
        } else if (!text.isEmpty()) {
            settings.merge(key(""), text, (before, next) -> before + ", " + next);
        }
    }

    private String key(String last) {
        List<String> names = new ArrayList<>(path);
        names.add(last);
        names.removeIf(String::isEmpty);
        return String.join(".", names);
    }

    /** Returns where two lines differ: {@code spec.epochs: expected 3, was 4}, the first few settings of them. */
    static String difference(String expected, String found) {
        Map<String, String> wanted = new Fingerprint(expected).settings;
        Map<String, String> given = new Fingerprint(found).settings;
        Set<String> keys = new LinkedHashSet<>(wanted.keySet());
        keys.addAll(given.keySet());
        keys.removeIf(key -> wanted.getOrDefault(key, NONE).equals(given.getOrDefault(key, NONE)));
        String shown = String.join(
                "; ",
                keys.stream()
                        .limit(SHOWN)
                        .map(key -> key + ": expected " + wanted.getOrDefault(key, NONE) + ", was "
                                + given.getOrDefault(key, NONE))
                        .toList());
        return shown + (keys.size() > SHOWN ? "; and " + (keys.size() - SHOWN) + " more" : "");
    }
}
