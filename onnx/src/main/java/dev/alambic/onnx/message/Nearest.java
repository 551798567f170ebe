package dev.alambic.onnx.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was meant to be, and says so. */
public final class Nearest {

    private static final int MOST_HINTS = 3;

    private Nearest() {}

    /** Returns the name nearest to {@code typed}, if at most half of the letters differ. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> 2 * EditDistance.of(typed, name) <= Math.max(typed.length(), name.length()))
                .min(Comparator.comparingInt(name -> EditDistance.of(typed, name)));
    }

    /** Returns {@code ", did you mean 'x'?"}, or the choices if none is near. */
    public static String hint(String typed, Collection<String> names) {
        return hint(typed, names, choices(names));
    }

    /** Returns {@code ", did you mean 'x'?"}, or {@code otherwise} if none is near. */
    public static String hint(String typed, Collection<String> names, String otherwise) {
        return to(typed, names).map(name -> ", did you mean '" + name + "'?").orElse(otherwise);
    }

    /** Returns {@code " (expected one of a, b, c)"}, or nothing if there is no choice. */
    public static String choices(Collection<String> names) {
        return names.isEmpty() ? "" : " (expected one of " + String.join(", ", names) + ")";
    }

    /**
     * Returns up to three names that {@code typed} may have meant, the nearest first: names that contain it, letter
     * case ignored, the shortest first, then those of which at most a third of the letters differ.
     */
    public static List<String> several(String typed, Collection<String> names) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        List<String> near = new ArrayList<>(names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(Comparator.comparingInt(String::length))
                .limit(MOST_HINTS)
                .toList());
        names.stream()
                .filter(name -> Math.abs(name.length() - wanted.length()) <= wanted.length() / 3 + 1)
                .map(name -> new Candidate(name, EditDistance.of(wanted, name)))
                .filter(candidate -> 3 * candidate.distance() <= wanted.length())
                .sorted(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name)
                .filter(name -> !near.contains(name))
                .limit(MOST_HINTS - near.size())
                .forEach(near::add);
        return near;
    }

    private record Candidate(String name, int distance) {}
}
