package dev.alambic.trainer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class LossTermTest {

    /** Some units of float32's roundoff at the size of the losses here. */
    private static final double ROUNDING = 2e-6;

    @Test
    void hardLossIsTheCrossEntropy() {
        TrainingThread.run(manager -> {
            // softmax(ln 1, ln 3) = (1/4, 3/4); softmax(0, 0) = (1/2, 1/2)
            NDArray logits = manager.create(new float[] {0, (float) Math.log(3), 0, 0}, new Shape(2, 2));
            NDArray labels = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
            double expected = (Math.log(4) + Math.log(2)) / 2;
            assertThat((double) new HardLabels().loss(logits, labels).getFloat())
                    .isCloseTo(expected, within(ROUNDING));
        });
    }

    @Test
    void smoothingSpreadsAPartOfTheLabel() {
        float[] target = new float[5];
        HardLabels.write(2, 4, 0.2, target, 1);
        assertThat(target).containsExactly(new float[] {0, 0.05f, 0.05f, 0.85f, 0.05f}, within(1e-7f));
    }

    @Test
    void softLossIsTheKlDivergenceTimesTheSquareOfTheTemperature() {
        TrainingThread.run(manager -> {
            // at T = 2: teacher (1/4, 3/4), student (1/2, 1/2)
            NDArray teacher = manager.create(new float[] {0, (float) (2 * Math.log(3))}, new Shape(1, 2));
            NDArray student = manager.create(new float[] {7, 7}, new Shape(1, 2));
            double expected = 4 * (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5));
            assertThat((double)
                            new SoftTargets(2, manager).loss(student, teacher).getFloat())
                    .isCloseTo(expected, within(ROUNDING));
        });
    }

    @Test
    void softLossOfTheTeacherItselfIsZero() {
        TrainingThread.run(manager -> {
            NDArray logits = manager.create(new float[] {1, -2, 30, 0, 0, 0}, new Shape(2, 3));
            assertThat((double) new SoftTargets(4, manager).loss(logits, logits).getFloat())
                    .isCloseTo(0, within(ROUNDING));
        });
    }

    @Test
    void gradientOfTheSoftLossIsTTimesTheDifferenceOfTheSoftenedOpinions() {
        TrainingThread.run(manager -> {
            NDArray teacher = manager.create(new float[] {0, (float) (2 * Math.log(3))}, new Shape(1, 2));
            NDArray student = TrainingThread.weight(manager, new Shape(1, 2), 0, 0);
            SoftTargets term = new SoftTargets(2, manager);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(term.loss(student, teacher));
            }
            // T² / T (student - teacher) = 2 (1/2 - 1/4, 1/2 - 3/4)
            assertThat(student.getGradient().toFloatArray()).containsExactly(new float[] {0.5f, -0.5f}, within(1e-6f));
        });
    }
}
