package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The teacher's softened opinion: {@code T² mean over the batch of KL(softmax(teacher / T) || softmax(student / T))}.
 * T² keeps the gradient at the size of that of the labels (Hinton, Vinyals and Dean, arXiv:1503.02531, section 2).
 *
 * @param temperature T above 0
 */
public record SoftTargets(double temperature) implements Term {

    public static final Words WORDS = new Words("soft", "teacher", "the teacher's softened answers", "α");

    public SoftTargets {
        Rule.positive("temperature", temperature);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "the teacher's answers, softened with temperature "
                + BigDecimal.valueOf(temperature)
                        .setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray inverse = signals.scalar(1 / temperature);
        NDArray teacher = signals.teacherLogits().mul(inverse).logSoftmax(1);
        NDArray student = signals.logits().mul(inverse).logSoftmax(1);
        return teacher.exp()
                .mul(teacher.sub(student))
                .sum(new int[] {1})
                .mean()
                .mul(signals.scalar(temperature * temperature));
    }
}
