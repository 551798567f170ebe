package dev.alambic.quantizer.accuracy;

import java.util.OptionalDouble;

/**
 * How {@link SmoothQuant} chooses and places its factors.
 *
 * @param alpha how much of the range moves from activations to weights, 0 to 1; empty to search it for each value by
 *     the expected error
 * @param insert whether a multiplication may be added where no node before can take the factors in
 */
public record Smoothing(OptionalDouble alpha, boolean insert) {

    public Smoothing {
        if (alpha.isPresent() && !(alpha.getAsDouble() >= 0 && alpha.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("alpha is between 0 and 1, was " + alpha.getAsDouble());
        }
    }

    /** Returns a searched alpha, multiplications being inserted. */
    public static Smoothing defaults() {
        return new Smoothing(OptionalDouble.empty(), true);
    }

    /** Returns these options with one alpha for all; the paper's default is 0.5. */
    public Smoothing withAlpha(double newAlpha) {
        return new Smoothing(OptionalDouble.of(newAlpha), insert);
    }

    public Smoothing withInsert(boolean newInsert) {
        return new Smoothing(alpha, newInsert);
    }
}
