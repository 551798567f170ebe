package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class TaughtNumbersTest extends TermContract {

    @Override
    Term term() {
        return new TaughtNumbers(NumberLoss.SMOOTH_L1);
    }

    @Test
    void comparesWithTheTeacherAlone() {
        TrainingThread.run(manager -> {
            Shape shape = new Shape(1, 1);
            NDArray answer = manager.create(new float[] {3}, shape);
            NDArray truth = manager.create(new float[] {100}, shape);
            NDArray teacher = manager.create(new float[] {5}, shape);
            assertThat(term().loss(new Signals(answer, truth, teacher, manager)).getFloat())
                    .isEqualTo(1.5f);
        });
    }
}
