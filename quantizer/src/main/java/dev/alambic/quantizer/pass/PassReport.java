package dev.alambic.quantizer.pass;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one pass did.
 *
 * @param changed whether the model is another one than before
 * @param relativeError by output: the largest absolute difference from the model before the pass on seeded random
 *     inputs, divided by the largest absolute value of that output; empty if nothing changed, or if exact passes
 *     follow, the last of which has what they moved together
 * @param notes see {@link Outcome#notes()}
 */
public record PassReport(
        String pass,
        boolean changed,
        ModelSize before,
        ModelSize after,
        Map<String, Double> relativeError,
        List<String> notes) {

    public PassReport {
        relativeError = Collections.unmodifiableMap(new LinkedHashMap<>(relativeError));
        notes = List.copyOf(notes);
    }

    PassReport withRelativeError(Map<String, Double> newError) {
        return new PassReport(pass, changed, before, after, newError, notes);
    }

    /** Returns this and what the same pass did later. */
    PassReport followedBy(PassReport later) {
        List<String> both =
                Stream.concat(notes.stream(), later.notes.stream()).distinct().toList();
        return new PassReport(pass, changed || later.changed, before, later.after, later.relativeError, both);
    }

    /** Returns the largest of {@link #relativeError()}, 0 if there is none. */
    public double worstError() {
        return relativeError.values().stream().mapToDouble(Double::doubleValue).reduce(0, Math::max);
    }
}
