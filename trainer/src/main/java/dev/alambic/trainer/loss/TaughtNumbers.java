package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * The distance of standardized answers from the teacher's: distillation of a regression (as in Chen et al., Learning
 * Efficient Object Detection Models with Knowledge Distillation, NeurIPS 2017, section 3.4, without their bound).
 *
 * @param distance how it is measured
 */
public record TaughtNumbers(NumberLoss distance) implements Term {

    public static final Words WORDS = new Words("taught", "teacher", "the teacher's numbers", "α");

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the teacher's numbers";
    }

    @Override
    public NDArray loss(Signals signals) {
        return distance.mean(signals.logits(), signals.teacherLogits());
    }
}
