package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class SoftTargetsTest extends TermContract {

    /** Some units of float32's roundoff at the size of the losses here. */
    private static final double ROUNDING = 2e-6;

    @Override
    Term term() {
        return new SoftTargets(2);
    }

    private static Signals signals(NDArray student, NDArray teacher, NDManager manager) {
        return new Signals(student, teacher.zerosLike(), teacher, manager);
    }

    @Test
    void lossIsTheKlDivergenceTimesTheSquareOfTheTemperature() {
        TrainingThread.run(manager -> {
            // at T = 2: teacher (1/4, 3/4), student (1/2, 1/2)
            NDArray teacher = manager.create(new float[] {0, (float) (2 * Math.log(3))}, new Shape(1, 2));
            NDArray student = manager.create(new float[] {7, 7}, new Shape(1, 2));
            double expected = 4 * (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5));
            assertThat((double) term().loss(signals(student, teacher, manager)).getFloat())
                    .isCloseTo(expected, within(ROUNDING));
        });
    }

    @Test
    void lossOfTheTeacherItselfIsZero() {
        TrainingThread.run(manager -> {
            NDArray logits = manager.create(new float[] {1, -2, 30, 0, 0, 0}, new Shape(2, 3));
            assertThat((double) new SoftTargets(4)
                            .loss(signals(logits, logits, manager))
                            .getFloat())
                    .isCloseTo(0, within(ROUNDING));
        });
    }

    @Test
    void gradientIsTTimesTheDifferenceOfTheSoftenedOpinions() {
        TrainingThread.run(manager -> {
            NDArray teacher = manager.create(new float[] {0, (float) (2 * Math.log(3))}, new Shape(1, 2));
            NDArray student = TrainingThread.weight(manager, new Shape(1, 2), 0, 0);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(term().loss(signals(student, teacher, manager)));
            }
            // T² / T (student - teacher) = 2 (1/2 - 1/4, 1/2 - 3/4)
            assertThat(student.getGradient().toFloatArray()).containsExactly(new float[] {0.5f, -0.5f}, within(1e-6f));
        });
    }

    @Test
    void withoutATeacherItSaysSo() {
        TrainingThread.run(manager -> {
            NDArray logits = manager.zeros(new Shape(1, 2));
            assertThatThrownBy(() -> term().loss(new Signals(logits, logits, null, manager)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a teacher");
        });
    }

    @Test
    void temperatureIsAboveZero() {
        assertThatThrownBy(() -> new SoftTargets(0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new SoftTargets(Double.NaN)).hasMessageContaining("temperature");
        assertThat(new SoftTargets(2.5).source()).isEqualTo("the teacher's answers, softened with temperature 2.5");
        assertThat(new SoftTargets(100).source()).endsWith("temperature 100");
    }
}
