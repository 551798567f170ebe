package dev.alambic.trainer.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpecTest {

    /** A few roundings of a double near 1. */
    private static final double ROUNDING = 1e-12;

    @Test
    void refusalNamesTheComponentTheRuleAndTheValue() {
        assertThatThrownBy(() -> DistillSpec.defaults().withTemperature(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("temperature: out of range (expected above 0, was 0.0)");
        assertThatThrownBy(() -> TrainingSpec.defaults().withEpochs(0))
                .hasMessage("epochs: out of range (expected at least 1, was 0)");
        assertThatThrownBy(() -> PruneSpec.defaults().withEpochs(8, 7))
                .hasMessage("endEpoch: out of range (expected at least startEpoch 8, was 7)");
        assertThatThrownBy(() -> OptimizerSpec.adam(Double.NaN))
                .hasMessage("learningRate: out of range (expected above 0, was NaN)");
    }

    @Test
    void distillationNeedsATeacher() {
        StudentSpec student = StudentSpec.defaults().withDistill(DistillSpec.defaults());
        assertThatThrownBy(() -> new ExperimentSpec("x", 1, null, student)).hasMessageContaining("a teacher");
    }

    @Test
    void alphaGoesFromTheFirstValueToTheLast() {
        for (WeightSchedule alpha : List.of(WeightSchedule.linear(0.7, 0.3), WeightSchedule.cosine(0.7, 0.3))) {
            assertThat(alpha.at(0)).isCloseTo(0.7, within(ROUNDING));
            assertThat(alpha.at(0.5)).isCloseTo(0.5, within(ROUNDING));
            assertThat(alpha.at(1)).isCloseTo(0.3, within(ROUNDING));
        }
        assertThat(WeightSchedule.cosine(1, 0).at(0.25))
                .isGreaterThan(WeightSchedule.linear(1, 0).at(0.25));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0.1", "4, 0.2", "5, 0.3", "6, 0.4", "7, 0.4"})
    void linearSparsityGrowsEvenlyAndStays(int epoch, double expected) {
        PruneSpec spec = PruneSpec.defaults()
                .withSchedule(PruneSpec.SparsitySchedule.LINEAR)
                .withEpochs(3, 6);
        assertThat(spec.sparsityAt(epoch)).isCloseTo(expected, within(ROUNDING));
        assertThat(spec.prunesAt(epoch)).isEqualTo(epoch >= 3 && epoch <= 6);
    }

    @Test
    void cubicSparsityIsOneMinusTheCubeOfWhatIsLeft() {
        PruneSpec spec = PruneSpec.defaults().withEpochs(1, 4).withSparsity(0.8);
        assertThat(spec.sparsityAt(1)).isCloseTo(0.8 * (1 - 27.0 / 64), within(ROUNDING));
        assertThat(spec.sparsityAt(4)).isEqualTo(0.8);
    }

    @Test
    void learningRateRisesWhileWarmingUpAndThenFollowsItsSchedule() {
        TrainingSpec spec = TrainingSpec.defaults()
                .withEpochs(10)
                .withWarmupEpochs(2)
                .withOptimizer(OptimizerSpec.adam(0.5))
                .withSchedule(new LearningRateSchedule.Linear(0));
        assertThat(spec.learningRate(0)).isZero();
        assertThat(spec.learningRate(1)).isEqualTo(0.25);
        assertThat(spec.learningRate(2)).isEqualTo(0.5);
        assertThat(spec.learningRate(6)).isEqualTo(0.25);
    }

    @Test
    void schedulesKeepTheirTurningPoints() {
        assertThat(new LearningRateSchedule.Step(2, 0.1).factor(0.5, 5)).isCloseTo(0.01, within(ROUNDING));
        assertThat(new LearningRateSchedule.Cosine(0.1).factor(1, 9)).isCloseTo(0.1, within(ROUNDING));
        LearningRateSchedule cycle = new LearningRateSchedule.OneCycle(0.25, 0.2, 0);
        assertThat(cycle.factor(0, 0)).isEqualTo(0.2);
        assertThat(cycle.factor(0.25, 0)).isEqualTo(1);
        assertThat(cycle.factor(1, 0)).isCloseTo(0, within(ROUNDING));
    }
}
