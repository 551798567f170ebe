package dev.alambic.onnx.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.structure.Criterion.OfWeight;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CriterionTest {

    /** A few roundings of a double near 1. */
    private static final double ROUNDING = 1e-12;

    /** Two filters of two weights each. */
    private static final SlicedWeight FILTERS = SlicedWeight.each(new float[] {3, -4, 0, 5}, 2, 2);

    /** Reads the same two channels: input 0 is the first column, input 1 the second. */
    private static final SlicedWeight READER = SlicedWeight.each(new float[] {1, 3, 1, 3}, 2, 1);

    private static Evidence group(
            List<SlicedWeight> weights, List<SlicedWeight> filters, List<SlicedWeight> scales, List<double[]> found) {
        return new Evidence("h", 2, weights, filters, scales, byTensor -> found);
    }

    private static final Evidence GROUP = group(List.of(FILTERS, READER), List.of(FILTERS), List.of(), List.of());
    private static final Evidence NOTHING = group(List.of(), List.of(), List.of(), List.of());

    private static void scores(Criterion criterion, Evidence group, double... expected) {
        assertThat(criterion.scores(group).orElseThrow()).containsExactly(expected, within(ROUNDING));
    }

    @Test
    void eachCoupledWeightHasTheSameSay() {
        // L1: filters 7 and 5, mean 6; readers 2 and 6, mean 4
        scores(Criterion.l1(), GROUP, (7 / 6.0 + 2 / 4.0) / 2, (5 / 6.0 + 6 / 4.0) / 2);
        // L2: filters 5 and 5; readers √2 and 3√2, mean 2√2
        scores(Criterion.l2(), GROUP, (1 + 0.5) / 2, (1 + 1.5) / 2);
    }

    @Test
    void allZeroWeightSaysNothingAndIsNoDivisionByZero() {
        SlicedWeight zeros = SlicedWeight.each(new float[4], 2, 2);
        scores(Criterion.l1(), group(List.of(zeros), List.of(), List.of(), List.of()), 0, 0);
        scores(Criterion.lamp(), group(List.of(zeros), List.of(), List.of(), List.of()), 0, 0);
    }

    @Test
    void scaleOfBatchNormalizationCountsAloneWhereThereIsOne() {
        SlicedWeight scale = SlicedWeight.each(new float[] {-3, 1}, 2, 1);
        Evidence normalized = group(List.of(READER), List.of(), List.of(scale), List.of());
        scores(Criterion.batchNormScale(), normalized, 1.5, 0.5);
        scores(Criterion.batchNormScale(), GROUP, 0.75, 1.25);
    }

    @Test
    void whatLiesFarFromAllOthersStaysLongest() {
        SlicedWeight points = SlicedWeight.each(new float[] {0, 0, 3, 4, 0, 0}, 3, 2);
        // distances 0-1: 5, 0-2: 0, 1-2: 5; sums 5, 10, 5 with mean 20/3
        scores(
                Criterion.fpgm(),
                group(List.of(), List.of(points), List.of(), List.of()),
                5 / (20 / 3.0),
                10 / (20 / 3.0),
                5 / (20 / 3.0));
    }

    @Test
    void lampIsTheShareInWhatIsAsLargeOrLarger() {
        SlicedWeight weight = SlicedWeight.each(new float[] {1, 2, 3}, 3, 1);
        scores(Criterion.lamp(), group(List.of(weight), List.of(), List.of(), List.of()), 1 / 14.0, 4 / 13.0, 9 / 9.0);
    }

    @Test
    void chanceIsOfTheSeedAndTheGroup() {
        double[] first = Criterion.random(3).scores(GROUP).orElseThrow();
        assertThat(first).hasSize(2).isEqualTo(Criterion.random(3).scores(GROUP).orElseThrow());
        assertThat(Criterion.random(4).scores(GROUP).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void givenScoresOfSeveralTensorsAreAdded() {
        Criterion given = Criterion.scores(Map.of("w", List.of(1.0, 2.0)));
        Evidence two = group(List.of(), List.of(), List.of(), List.of(new double[] {1, 2}, new double[] {0.5, 0.25}));
        scores(given, two, 1.5, 2.25);
        assertThat(given.scores(NOTHING)).isEmpty();
    }

    @Test
    void withoutWeightsThereIsNoNorm() {
        for (Criterion criterion : List.of(
                Criterion.l1(), Criterion.l2(), Criterion.lamp(), Criterion.fpgm(), Criterion.batchNormScale())) {
            assertThat(criterion.scores(NOTHING)).as(criterion.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(OfWeight.class)
    void worthOfAWeightIsThatOfItsFormula(OfWeight criterion) {
        float worth = Math.abs(criterion.<Float>worth(-2f, 0.5f, (a, b) -> a * b));
        assertThat(worth)
                .isEqualTo(
                        switch (criterion) {
                            case MAGNITUDE -> 2f;
                            case GRADIENT -> 0.5f;
                            case TAYLOR -> 1f;
                        });
        assertThat(criterion.scores(GROUP).isEmpty())
                .as("a file has no gradients")
                .isEqualTo(criterion.isLearnt());
    }

    @Test
    void unitsOfSeveralPositionsAreTakenTogether() {
        // two heads of two columns each; outer 2, inner 1
        int[][] heads = {{0, 2}, {1, 3}};
        SlicedWeight weight =
                new SlicedWeight(new float[] {1, 2, 3, 4, -1, -2, -3, -4}, 4, 1, 2, unit -> Arrays.stream(heads[unit]));
        assertThat(weight.l1()).containsExactly(8, 12);
        assertThat(weight.l2()).containsExactly(Math.sqrt(20), Math.sqrt(40));
        // slices (1, 3, -1, -3) and (2, 4, -2, -4): every difference is 1
        assertThat(weight.distances()).containsExactly(2, 2);
    }
}
