package dev.alambic.bench;

/**
 * How right a model is on labelled data.
 *
 * @param accuracy share of right answers on the test split, 0 to 1
 */
public record Quality(double accuracy) {
    public Quality {
        if (!(accuracy >= 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("accuracy: out of range (expected 0 to 1, was " + accuracy + ")");
        }
    }
}
