package dev.alambic.onnx.edit;

import java.util.Locale;

/** How the values that a backbone gives for one sample become one vector of features. */
public enum Pooling {
    /** By the rank of the value: {@link #FEATURES} for 2, {@link #MEAN} for 3, {@link #IMAGE} for 4. */
    AUTO(0),
    /** The mean over the steps of [batch, steps, features]; only over those that the mask says are there, if any. */
    MEAN(3),
    /** The first step of [batch, steps, features], which for a BERT is its classification token. */
    FIRST(3),
    /** [batch, features], as they are. */
    FEATURES(2),
    /** The mean over the pixels of [batch, channels, height, width]. */
    IMAGE(4);

    private final int rank;

    Pooling(int rank) {
        this.rank = rank;
    }

    /** Returns the rank of the value that is pooled. */
    int rank() {
        return rank;
    }

    /**
     * Returns what this means for a value of {@code actual} rank.
     *
     * @throws IllegalArgumentException if such a value cannot be pooled so
     */
    Pooling resolve(String value, int actual) {
        Pooling resolved = this != AUTO
                ? this
                : switch (actual) {
                    case 2 -> FEATURES;
                    case 3 -> MEAN;
                    case 4 -> IMAGE;
                    default ->
                        throw new IllegalArgumentException("value '" + value
                                + "': cannot be pooled (expected rank 2, 3 or 4, was " + actual + ")");
                };
        if (resolved.rank != actual) {
            throw new IllegalArgumentException("value '" + value + "': cannot be pooled by "
                    + resolved.name().toLowerCase(Locale.ROOT) + " (expected rank " + resolved.rank
                    + ", was " + actual + ")");
        }
        return resolved;
    }
}
