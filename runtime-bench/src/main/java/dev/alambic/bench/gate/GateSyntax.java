package dev.alambic.bench.gate;

import dev.alambic.onnx.EditDistance;
import java.util.Collection;
import java.util.Comparator;

/** How errors in a gate read: the gate, the character, what is wrong, and what was meant. */
final class GateSyntax {

    private GateSyntax() {}

    static IllegalArgumentException error(String source, int position, String what) {
        return new IllegalArgumentException("gate '" + source + "', character " + position + ": " + what);
    }

    /** Returns an error that names the choice nearest to {@code typed}, or all of them. */
    static IllegalArgumentException error(
            String source, int position, String what, String typed, Collection<String> choices) {
        return error(source, position, what + hint(typed, choices));
    }

    private static String hint(String typed, Collection<String> choices) {
        return choices.stream()
                .min(Comparator.comparingInt(choice -> EditDistance.of(typed, choice)))
                .filter(choice -> 2 * EditDistance.of(typed, choice) <= Math.max(typed.length(), choice.length()))
                .map(choice -> ", did you mean '" + choice + "'?")
                .orElseGet(() -> " (expected one of " + String.join(", ", choices) + ")");
    }
}
