package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;

/**
 * The teacher's softened opinion in two parts, each with a weight of its own: {@code T² (target TCKD + others NCKD)},
 * the divergence of the probability of the true class against all others, and of the opinion among the others (Zhao et
 * al., Decoupled Knowledge Distillation, CVPR 2022, equation 7). The true class of a sample is the likeliest of its
 * labels.
 *
 * @param target weight of the true class, at least 0
 * @param others weight of what the teacher thinks of the other classes, at least 0
 * @param temperature T above 0
 */
public record DecoupledTargets(double target, double others, double temperature) implements Term {

    public static final Words WORDS =
            new Words("decoupled", "teacher", "the teacher's softened answers, true class and others apart", "w");

    private static final int[] CLASSES = {1};

    /** Taken from the true class's logit, so that its probability among the others is 0. */
    private static final float OUT = 1000;

    public DecoupledTargets {
        Rule.atLeastZero("target", target);
        Rule.atLeastZero("others", others);
        Rule.positive("temperature", temperature);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the teacher's softened answers, true class and others apart";
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray inverse = signals.scalar(1 / temperature);
        NDArray teacher = signals.teacherLogits().mul(inverse);
        NDArray student = signals.logits().mul(inverse);
        NDArray labels = signals.labels();
        NDArray isTrue = labels.eq(labels.max(CLASSES, true)).toType(teacher.getDataType(), false);
        NDArray ofTarget = ofTarget(teacher.logSoftmax(1), student.logSoftmax(1), isTrue);
        NDArray out = isTrue.mul(OUT);
        NDArray ofOthers = Divergence.KL.rows(
                teacher.sub(out).logSoftmax(1), student.sub(out).logSoftmax(1));
        return ofTarget.mul(signals.scalar(target))
                .add(ofOthers.mul(signals.scalar(others)))
                .mean()
                .mul(signals.scalar(temperature * temperature));
    }

    private static NDArray ofTarget(NDArray teacher, NDArray student, NDArray isTrue) {
        NDArray isOther = isTrue.mul(-1).add(1);
        NDArray known = teacher.mul(isTrue).sum(CLASSES);
        NDArray unknown = logOfSum(teacher, isOther);
        NDArray byTarget = known.exp().mul(known.sub(student.mul(isTrue).sum(CLASSES)));
        return byTarget.add(unknown.exp().mul(unknown.sub(logOfSum(student, isOther))));
    }

    private static NDArray logOfSum(NDArray logarithms, NDArray counted) {
        return logarithms
                .exp()
                .mul(counted)
                .sum(CLASSES)
                .maximum(Float.MIN_NORMAL)
                .log();
    }
}
