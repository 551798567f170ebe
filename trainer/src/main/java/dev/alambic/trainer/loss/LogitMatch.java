package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * The distance of the student's logits from the teacher's, without softmax (Ba and Caruana, Do Deep Nets Really Need to
 * be Deep?, NeurIPS 2014, section 2.2).
 *
 * @param distance how it is measured
 * @param standardize as with {@link SoftTargets}
 */
public record LogitMatch(NumberLoss distance, boolean standardize) implements Term {

    public static final Words WORDS = new Words("logits", "teacher", "the teacher's logits", "w");

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the teacher's logits" + (standardize ? ", standardized" : "");
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray student = signals.logits();
        NDArray teacher = signals.teacherLogits();
        return standardize
                ? distance.mean(SoftTargets.standardized(student), SoftTargets.standardized(teacher))
                : distance.mean(student, teacher);
    }
}
