package dev.alambic.cli.usage;

import dev.alambic.onnx.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a mistyped one was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** Returns the name at the least distance from {@code typed}, if it is near enough to be a slip. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> EditDistance.of(typed, name) <= allowed(typed, name))
                .min(Comparator.comparingInt(name -> EditDistance.of(typed, name)));
    }

    /** Returns {@code ", did you mean 'x'?"}, or the choices if none is near. */
    public static String hint(String typed, Collection<String> names) {
        return to(typed, names).map(name -> ", did you mean '" + name + "'?").orElseGet(() -> choices(names));
    }

    /** Returns {@code " (expected one of a, b, c)"}, or nothing if there is no choice. */
    public static String choices(Collection<String> names) {
        return names.isEmpty() ? "" : " (expected one of " + String.join(", ", names) + ")";
    }

    private static int allowed(String typed, String name) {
        return Math.max(1, Math.min(typed.length(), name.length()) / 3);
    }
}
