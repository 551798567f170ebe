package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;

/**
 * How the student's softened opinion correlates with the teacher's, over the classes of each sample and over the
 * samples of each class: {@code T² (between (1 - mean r of samples) + within (1 - mean r of classes))}, r being
 * Pearson's correlation, which a stronger teacher's larger logits do not change (Huang et al., Knowledge Distillation
 * from A Stronger Teacher, NeurIPS 2022, equations 8 to 10).
 *
 * @param between weight of the classes of each sample, at least 0
 * @param within weight of the samples of each class, at least 0; a batch of one sample has nothing to say there
 * @param temperature T above 0
 */
public record CorrelatedTargets(double between, double within, double temperature) implements Term {

    public static final Words WORDS = new Words("dist", "teacher", "the correlation with the teacher's answers", "w");

    /** Added to a sum of squares, so that the gradient of equal numbers is a number. */
    private static final float LEAST_SQUARE = 1e-16f;

    public CorrelatedTargets {
        Rule.atLeastZero("between", between);
        Rule.atLeastZero("within", within);
        Rule.positive("temperature", temperature);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the correlation with the teacher's answers, sample by sample and class by class";
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray inverse = signals.scalar(1 / temperature);
        NDArray teacher = signals.teacherLogits().mul(inverse).softmax(1);
        NDArray student = signals.logits().mul(inverse).softmax(1);
        return unlike(teacher, student, 1)
                .mul(signals.scalar(between))
                .add(unlike(teacher, student, 0).mul(signals.scalar(within)))
                .mul(signals.scalar(temperature * temperature));
    }

    private static NDArray unlike(NDArray teacher, NDArray student, int axis) {
        return unit(teacher, axis)
                .mul(unit(student, axis))
                .sum(new int[] {axis})
                .mean()
                .mul(-1)
                .add(1);
    }

    private static NDArray unit(NDArray values, int axis) {
        int[] axes = {axis};
        NDArray centred = values.sub(values.mean(axes, true));
        return centred.div(
                centred.mul(centred).sum(axes, true).add(LEAST_SQUARE).sqrt());
    }
}
