package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Cross-entropy with the labels: {@code -mean over the batch of sum over classes of y log softmax(logits)}. y is the
 * probability of each class: 1 for the label and 0 elsewhere, or {@code (1 - s) y + s / classes} with label smoothing s
 * (Szegedy et al., arXiv:1512.00567, section 7).
 */
public record HardLabels() implements Term {

    public static final Words WORDS = new Words("hard", "labels", "the labels", "1 − α");

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the labels";
    }

    @Override
    public NDArray loss(Signals signals) {
        return signals.logits()
                .logSoftmax(1)
                .mul(signals.labels())
                .sum(new int[] {1})
                .mean()
                .neg();
    }

    /**
     * Writes the target of one sample.
     *
     * @param target the probabilities, written from {@code offset} on
     * @param smoothing 0 to below 1
     */
    public static void write(int label, int classes, double smoothing, float[] target, int offset) {
        Arrays.fill(target, offset, offset + classes, (float) (smoothing / classes));
        target[offset + label] += (float) (1 - smoothing);
    }
}
