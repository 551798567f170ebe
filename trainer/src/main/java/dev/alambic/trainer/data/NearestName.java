package dev.alambic.trainer.data;

import dev.alambic.onnx.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class NearestName {
    private NearestName() {}

    /** Returns {@code ", did you mean 'x'?"}, or nothing where no name is close (at most half its letters differ). */
    static String hint(String typed, Collection<String> names) {
        return of(typed, names).map(name -> ", did you mean '" + name + "'?").orElse("");
    }

    static Optional<String> of(String typed, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> EditDistance.of(typed, name)))
                .filter(name -> 2 * EditDistance.of(typed, name) <= Math.max(typed.length(), name.length()));
    }
}
