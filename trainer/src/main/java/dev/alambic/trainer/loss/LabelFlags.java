package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;

/**
 * Binary cross-entropy with several labels, each judged for itself: {@code -mean over batch and labels of y log p + (1
 * - y) log(1 - p)}, p being the sigmoid of the logit z. It is computed as {@code softplus(z) - y z}, which no logit
 * makes overflow. y is 1 where the sample carries the label and 0 elsewhere, or {@code (1 - s) y + s / 2} with label
 * smoothing s.
 *
 * @param focus γ at least 0: each part counts {@code (1 - probability of its truth)^γ} times, so that what the network
 *     already knows counts less (Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, equation 4); 0 = none
 */
public record LabelFlags(double focus) implements Term {

    public static final Words WORDS = HardLabels.WORDS;

    public LabelFlags {
        Rule.atLeastZero("focus", focus);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the labels" + (focus > 0 ? ", those it does not know above all" : "");
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray logits = signals.logits();
        NDArray labels = signals.labels();
        if (focus == 0) {
            return softplus(logits).sub(labels.mul(logits)).mean();
        }
        NDArray opposite = logits.neg();
        NDArray carried = softplus(opposite).mul(labels).mul(unknown(opposite, signals));
        NDArray absent = softplus(logits).mul(labels.neg().add(1)).mul(unknown(logits, signals));
        return carried.add(absent).mean();
    }

    /** Returns sigmoid(z)^γ = exp(-γ softplus(-z)). */
    private NDArray unknown(NDArray logits, Signals signals) {
        return softplus(logits.neg()).mul(signals.scalar(-focus)).exp();
    }

    /** Returns log(1 + exp(z)) = (z + |z|) / 2 + log(1 + exp(-|z|)), which is -log(1 - sigmoid(z)). */
    static NDArray softplus(NDArray logits) {
        NDArray size = logits.abs();
        return logits.add(size).mul(0.5f).add(size.neg().exp().add(1).log());
    }
}
