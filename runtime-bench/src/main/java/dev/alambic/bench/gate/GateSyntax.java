package dev.alambic.bench.gate;

import dev.alambic.onnx.message.Nearest;
import java.util.Collection;

/** How errors in a gate read: the gate, the character, what is wrong, and what was meant. */
final class GateSyntax {

    private GateSyntax() {}

    static IllegalArgumentException error(String source, int position, String what) {
        return new IllegalArgumentException("gate '" + source + "', character " + position + ": " + what);
    }

    /** Returns an error that names the choice nearest to {@code typed}, or all of them. */
    static IllegalArgumentException error(
            String source, int position, String what, String typed, Collection<String> choices) {
        return error(source, position, what + Nearest.hint(typed, choices));
    }
}
