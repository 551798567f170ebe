package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The teacher's softened opinion: {@code T² mean over the batch of D(softmax(teacher / T), softmax(student / T))}, D
 * being a {@link Divergence}. T² keeps the gradient at the size of that of the labels (Hinton, Vinyals and Dean,
 * arXiv:1503.02531, section 2).
 *
 * @param temperature T above 0
 * @param standardize whether the logits of each sample are brought to mean 0 and deviation 1 before, so that the
 *     student need not reach the teacher's range (Sun et al., Logit Standardization in Knowledge Distillation, CVPR
 *     2024, algorithm 1)
 */
public record SoftTargets(Divergence divergence, double temperature, boolean standardize) implements Term {

    public static final Words WORDS = new Words("soft", "teacher", "the teacher's softened answers", "α");

    private static final int[] CLASSES = {1};

    /** Added to a variance, so that the gradient of equal logits is a number. */
    private static final float LEAST_VARIANCE = 1e-12f;

    public SoftTargets {
        Rule.positive("temperature", temperature);
    }

    public SoftTargets(double temperature) {
        this(Divergence.KL, temperature, false);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the teacher's answers, " + (standardize ? "standardized and " : "") + "softened with temperature "
                + BigDecimal.valueOf(temperature)
                        .setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray inverse = signals.scalar(1 / temperature);
        NDArray teacher = ready(signals.teacherLogits()).mul(inverse).logSoftmax(1);
        NDArray student = ready(signals.logits()).mul(inverse).logSoftmax(1);
        return divergence.rows(teacher, student).mean().mul(signals.scalar(divergence.softening(temperature)));
    }

    private NDArray ready(NDArray logits) {
        return standardize ? standardized(logits) : logits;
    }

    /** Returns the logits of each sample with mean 0 and deviation 1, divided by one less than their number. */
    static NDArray standardized(NDArray logits) {
        NDArray centred = logits.sub(logits.mean(CLASSES, true));
        long others = Math.max(1, logits.getShape().get(1) - 1);
        NDArray variance = centred.mul(centred).sum(CLASSES, true).div(others);
        return centred.div(variance.add(LEAST_VARIANCE).sqrt());
    }
}
