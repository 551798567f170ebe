package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * The distance of standardized answers from the true numbers.
 *
 * @param distance how it is measured
 */
public record TrueNumbers(NumberLoss distance) implements Term {

    public static final Words WORDS = new Words("true", "targets", "the true numbers", "1 − α");

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the true numbers";
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public NDArray loss(Signals signals) {
        return distance.mean(signals.logits(), signals.labels());
    }
}
