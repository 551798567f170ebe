package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.spec.DistillSpec;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TaskTermTest extends TermContract {

    @Override
    Term term() {
        return new TaskTerm("kind", 1, 4, new SoftTargets(2));
    }

    @Nested
    final class OfNumbers extends TermContract {
        @Override
        Term term() {
            return new TaskTerm("size", 0, 1, new TrueNumbers(NumberLoss.MSE));
        }
    }

    /** Of the columns 1 and 2 alone: the squares of 3 - 1 and 5 - 1, whose mean is 10. */
    @Test
    void itSeesTheValuesOfItsTaskAlone() {
        TrainingThread.run(manager -> {
            Shape row = new Shape(1, 4);
            Signals signals = new Signals(
                    manager.create(new float[] {7, 3, 5, 9}, row),
                    manager.create(new float[] {0, 1, 1, 0}, row),
                    null,
                    manager);
            Term term = new TaskTerm("size", 1, 3, new TrueNumbers(NumberLoss.MSE));
            assertThat(term.loss(signals).getFloat()).isEqualTo(10, within(1e-6f));
        });
    }

    @Test
    void itIsCalledByItsTask() {
        assertThat(term().words().figure()).isEqualTo("kind.softLoss");
        assertThat(term().source()).startsWith("kind: the teacher's");
        Term.Words found = DistillSpec.words("kind.softLoss");
        assertThat(found.from()).isEqualTo("teacher");
        assertThat(found.comparison()).endsWith(" of kind");
        assertThat(DistillSpec.words("softLoss")).isEqualTo(SoftTargets.WORDS);
    }

    @Test
    void lossesOfTasksCountByTheirFactors() {
        TrainingThread.run(manager -> {
            Signals none = new Signals(manager.create(0f), manager.create(0f), null, manager);
            Balance balance = new TaskFactors(List.of(0, 0, 1, -1), List.of(2.0, 0.5));
            assertThat(balance.total(
                                    List.of(
                                            manager.create(1f),
                                            manager.create(2f),
                                            manager.create(4f),
                                            manager.create(8f)),
                                    none)
                            .getFloat())
                    .isEqualTo(2 * (1 + 2) + 0.5f * 4 + 8);
        });
    }
}
