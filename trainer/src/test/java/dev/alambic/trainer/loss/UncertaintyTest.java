package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class UncertaintyTest {

    /**
     * A task of classes whose terms are 1 and 2, one of numbers whose term is 5, and a term of the whole network, 7.
     */
    private static NDArray total(Balance balance, NDManager manager) {
        Signals none = new Signals(manager.create(0f), manager.create(0f), null, manager);
        return balance.total(
                List.of(manager.create(1f), manager.create(2f), manager.create(5f), manager.create(7f)), none);
    }

    private static Balance fitted(NDManager manager) {
        return new Uncertainty(List.of("kind", "size"), List.of(0, 0, 1, -1), List.of(1.0, 0.5)).fitted(manager);
    }

    private static NDArray logVariances(Balance balance) {
        return Objects.requireNonNull(balance.weights().get("logVariances"));
    }

    @Test
    void atFirstEachTaskCountsOnceAndNumbersHalf() {
        TrainingThread.run(manager -> {
            Balance balance = fitted(manager);
            assertThat(total(balance, manager).getFloat()).isEqualTo(3 + 2.5f + 7);
            assertThat(balance.figures()).containsExactly(entry("kind.weight", 1.0), entry("size.weight", 0.5));
        });
    }

    /** With s = (ln 2, ln 4): 3 / 2 + 5 / 2 / 4 + (ln 2 + ln 4) / 2 + 7. */
    @Test
    void anUncertainTaskCountsLess() {
        TrainingThread.run(manager -> {
            Balance balance = fitted(manager);
            logVariances(balance).set(new float[] {(float) Math.log(2), (float) Math.log(4)});
            double expected = 1.5 + 0.625 + (Math.log(2) + Math.log(4)) / 2 + 7;
            assertThat((double) total(balance, manager).getFloat()).isCloseTo(expected, within(1e-5));
            assertThat(balance.figures().get("size.weight")).isCloseTo(0.125, within(1e-7));
        });
    }

    /** The derivative by s is 1/2 - c e^-s L: it is zero where e^s is 2 c L. */
    @Test
    void theLogarithmsOfTheVariancesLearn() {
        TrainingThread.run(manager -> {
            Balance balance = fitted(manager);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(total(balance, manager));
            }
            assertThat(logVariances(balance).getGradient().toFloatArray()).containsExactly(0.5f - 3, 0.5f - 2.5f);
        });
    }
}
