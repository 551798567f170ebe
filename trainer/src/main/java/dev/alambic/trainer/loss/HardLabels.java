package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.message.Rule;
import java.util.Arrays;
import java.util.List;

/**
 * Cross-entropy with the labels: {@code -mean over the batch of sum over classes of y log softmax(logits)}. y is the
 * probability of each class: 1 for the label and 0 elsewhere, or {@code (1 - s) y + s / classes} with label smoothing s
 * (Szegedy et al., arXiv:1512.00567, section 7).
 *
 * @param focus γ at least 0: each class counts {@code (1 - p)^γ} times, so that what the network already knows counts
 *     less (Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, equation 4); 0 = none
 * @param classWeights how much each class counts, at least 0, the mean being weighted by them; empty = all alike
 */
public record HardLabels(double focus, List<Double> classWeights) implements Term {

    public static final Words WORDS = new Words("hard", "labels", "the labels", "1 − α");

    private static final int[] CLASSES = {1};

    public HardLabels {
        Rule.atLeastZero("focus", focus);
        classWeights = List.copyOf(classWeights);
        classWeights.forEach(weight -> Rule.atLeastZero("classWeights", weight));
    }

    public HardLabels() {
        this(0, List.of());
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the labels" + (focus > 0 ? ", those it does not know above all" : "")
                + (classWeights.isEmpty() ? "" : ", weighted by class");
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray logarithms = signals.logits().logSoftmax(1);
        NDArray labels = signals.labels();
        NDArray counted = classWeights.isEmpty() ? labels : labels.mul(factors(signals));
        NDArray losses = counted.mul(logarithms).neg();
        if (focus > 0) {
            // 1 - p is never quite 0, where a power between 0 and 1 has no gradient
            NDArray unknown = logarithms.exp().mul(-1).add(1).maximum(Float.MIN_NORMAL);
            losses = losses.mul(unknown.pow(signals.scalar(focus)));
        }
        NDArray rows = losses.sum(CLASSES);
        return classWeights.isEmpty()
                ? rows.mean()
                : rows.sum().div(counted.sum().maximum(Float.MIN_NORMAL));
    }

    private NDArray factors(Signals signals) {
        float[] values = new float[classWeights.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = classWeights.get(i).floatValue();
        }
        return signals.step().create(values, new Shape(1, values.length));
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
