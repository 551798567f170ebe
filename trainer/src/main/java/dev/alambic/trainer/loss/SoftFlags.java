package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;

/**
 * The teacher's softened opinion of several labels: {@code T^2 mean over batch and labels of KL(p || q)}, the
 * divergence of two coins, {@code p log(p / q) + (1 - p) log((1 - p) / (1 - q))}, with p and q the sigmoids of the
 * teacher's and the student's logits divided by T: the form that Hinton, Vinyals and Dean (arXiv:1503.02531, section 2)
 * have for classes, each label being two of them whose logits are z and 0.
 *
 * @param temperature T above 0
 */
public record SoftFlags(double temperature) implements Term {

    public static final Words WORDS = SoftTargets.WORDS;

    public SoftFlags {
        Rule.positive("temperature", temperature);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return new SoftTargets(temperature).source();
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray teacher = signals.teacherLogits().div(signals.scalar(temperature));
        NDArray student = signals.logits().div(signals.scalar(temperature));
        NDArray probability = LabelFlags.softplus(teacher.neg()).neg().exp();
        NDArray carried = LabelFlags.softplus(student.neg()).sub(LabelFlags.softplus(teacher.neg()));
        NDArray absent = LabelFlags.softplus(student).sub(LabelFlags.softplus(teacher));
        return probability
                .mul(carried)
                .add(probability.neg().add(1).mul(absent))
                .mean()
                .mul(signals.scalar(temperature * temperature));
    }
}
