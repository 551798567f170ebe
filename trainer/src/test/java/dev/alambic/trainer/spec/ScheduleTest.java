package dev.alambic.trainer.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.trainer.spec.PruneSpec.SparsitySchedule;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that changes over the training, step by step against values computed by hand. */
final class ScheduleTest {

    /** A few roundings of a double near 1. */
    private static final double ROUNDING = 1e-12;

    /** progress 0, 1/4, 1/2, 3/4, 1; half a cosine is (1 + cos(pi p)) / 2. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "0.25, 0.775, 0.8681980515339464",
        "0.5, 0.55, 0.55",
        "0.75, 0.325, 0.2318019484660536",
        "1, 0.1, 0.1"
    })
    void learningRateFalls(double progress, double linear, double cosine) {
        assertThat(new LearningRateSchedule.Linear(0.1).factor(progress, 0)).isCloseTo(linear, within(ROUNDING));
        assertThat(new LearningRateSchedule.Cosine(0.1).factor(progress, 0)).isCloseTo(cosine, within(ROUNDING));
        assertThat(new LearningRateSchedule.Constant().factor(progress, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1.99, 1", "2, 0.5", "3.5, 0.5", "4, 0.25", "9.9, 0.0625"})
    void stepsFallAtWholeEpochs(double epoch, double expected) {
        assertThat(new LearningRateSchedule.Step(2, 0.5).factor(0.7, epoch)).isCloseTo(expected, within(ROUNDING));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.2", "0.125, 0.6", "0.25, 1", "0.625, 0.55", "1, 0.1"})
    void oneCycleRisesInALineAndFallsAlongACosine(double progress, double expected) {
        assertThat(new LearningRateSchedule.OneCycle(0.25, 0.2, 0.1).factor(progress, 0))
                .isCloseTo(expected, within(ROUNDING));
    }

    /** Ten epochs of which two warm up: the schedule runs over the other eight. */
    @Test
    void stepsOfTheScheduleCountAfterWarmUp() {
        TrainingSpec spec = TrainingSpec.defaults()
                .withEpochs(10)
                .withWarmupEpochs(2)
                .withOptimizer(OptimizerSpec.sgd(0.8))
                .withSchedule(new LearningRateSchedule.Step(4, 0.5));
        assertThat(DoubleStream.of(0.5, 1.5, 2, 5.9, 6, 9.9).map(spec::learningRate))
                .containsExactly(0.2, 0.6000000000000001, 0.8, 0.8, 0.4, 0.4);
    }

    @Test
    void constantAlphaStays() {
        WeightSchedule alpha = WeightSchedule.constant(0.6);
        assertThat(DoubleStream.of(0, 0.3, 1).map(alpha::at)).containsOnly(0.6);
    }

    /** cos(pi / 4) = √½: 0.2 + 0.6 (1 + √½) / 2. */
    @Test
    void cosineOfAlphaIsSlowAtBothEnds() {
        WeightSchedule alpha = WeightSchedule.cosine(0.8, 0.2);
        assertThat(alpha.at(0.25)).isCloseTo(0.2 + 0.3 * (1 + Math.sqrt(0.5)), within(ROUNDING));
        assertThat(alpha.at(0.75)).isCloseTo(0.2 + 0.3 * (1 - Math.sqrt(0.5)), within(ROUNDING));
        assertThat(WeightSchedule.linear(0.2, 0.8).at(0.25)).isCloseTo(0.35, within(ROUNDING));
    }

    @ParameterizedTest
    @EnumSource(SparsitySchedule.class)
    void sparsityNeverFallsAndEndsAtItsGoal(SparsitySchedule schedule) {
        PruneSpec spec =
                PruneSpec.defaults().withSchedule(schedule).withEpochs(3, 9).withSparsity(0.7);
        double[] byEpoch =
                IntStream.rangeClosed(1, 12).mapToDouble(spec::sparsityAt).toArray();
        assertThat(byEpoch).isSorted().startsWith(0, 0).endsWith(0.7, 0.7, 0.7, 0.7);
        assertThat(IntStream.rangeClosed(1, 12).filter(spec::prunesAt)).containsExactly(3, 4, 5, 6, 7, 8, 9);
    }

    /** 1 - (1 - t)³ at t = 1/4, 2/4, 3/4, 4/4. */
    @Test
    void cubicSparsityIsFastFirst() {
        PruneSpec spec = PruneSpec.defaults().withEpochs(1, 4).withSparsity(0.64);
        double[] expected = {0.64 * 37 / 64, 0.64 * 56 / 64, 0.64 * 63 / 64, 0.64};
        for (int epoch = 1; epoch <= 4; epoch++) {
            assertThat(spec.sparsityAt(epoch)).isCloseTo(expected[epoch - 1], within(ROUNDING));
        }
    }

    @Test
    void aScheduleOfOneEpochReachesItsGoalAtOnce() {
        for (SparsitySchedule schedule : SparsitySchedule.values()) {
            PruneSpec spec = PruneSpec.defaults().withSchedule(schedule).withEpochs(5, 5);
            assertThat(List.of(spec.sparsityAt(4), spec.sparsityAt(5))).containsExactly(0.0, 0.4);
        }
    }

    @Test
    void nothingIsPrunedToNothing() {
        PruneSpec none = PruneSpec.defaults().withSparsity(0);
        assertThat(IntStream.rangeClosed(1, 30).filter(none::prunesAt)).isEmpty();
    }

    @Test
    void pruningEndsWithinTheTraining() {
        PruneSpec spec = PruneSpec.defaults().withEpochs(2, 6);
        spec.requireWithin(6);
        assertThatThrownBy(() -> spec.requireWithin(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prune.endEpoch: out of range (expected at most the epochs of training, 5, was 6)");
    }
}
