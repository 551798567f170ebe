package dev.alambic.data.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegressionMetricsTest {

    /** Sums of a few doubles. */
    private static final double ROUNDING = 1e-12;

    private static Targets.Numbers truth(float... values) {
        float[][] rows = new float[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {values[i]};
        }
        return Targets.numbers(List.of("y"), rows);
    }

    @Test
    void figuresAreThoseOfTheirFormulas() {
        // errors 0.5, -0.5, 0, 1 and squares about the mean 2.875 of 29.1875
        RegressionMetrics metrics = RegressionMetrics.of(new float[] {2.5f, 0, 2, 8}, truth(3, -0.5f, 2, 7));
        assertThat(metrics.samples()).isEqualTo(4);
        assertThat(metrics.mae()).isEqualTo(0.5);
        assertThat(metrics.rmse()).isCloseTo(Math.sqrt(1.5 / 4), within(ROUNDING));
        assertThat(metrics.r2()).isCloseTo(1 - 1.5 / 29.1875, within(ROUNDING));
        RegressionMetrics.TargetScore score = metrics.perTarget().get(0);
        assertThat(score.target()).isEqualTo("y");
        assertThat(score.bias()).isEqualTo(0.25);
        assertThat(score.largestError()).isEqualTo(1);
        assertThat(score.mean()).isEqualTo(2.875);
        assertThat(score.deviation()).isCloseTo(Math.sqrt(29.1875 / 4), within(ROUNDING));
    }

    @Test
    void alwaysAnsweringTheMeanIsWorthNothing() {
        assertThat(RegressionMetrics.of(new float[] {2, 2, 2}, truth(1, 2, 3)).r2())
                .isZero();
        assertThat(RegressionMetrics.of(new float[] {3, 2, 1}, truth(1, 2, 3)).r2())
                .isEqualTo(-3);
    }

    @Test
    void truthThatDoesNotVaryIsRightOrNot() {
        assertThat(RegressionMetrics.of(new float[] {5, 5}, truth(5, 5)).r2()).isEqualTo(1);
        assertThat(RegressionMetrics.of(new float[] {5, 5.5f}, truth(5, 5)).r2())
                .isZero();
        assertThat(RegressionMetrics.of(new float[] {4}, truth(5)).mae()).isEqualTo(1);
    }

    @Test
    void severalTargetsCountTheSame() {
        Targets.Numbers truth = Targets.numbers(List.of("small", "large"), new float[][] {{0, 1000}, {1, 3000}});
        RegressionMetrics metrics = RegressionMetrics.of(new float[] {0, 1000, 1, 1000}, truth);
        assertThat(metrics.perTarget()).extracting("r2").containsExactly(1.0, -1.0);
        assertThat(metrics.r2()).isZero();
        assertThat(metrics.mae()).isEqualTo(500);
        assertThat(metrics.main()).isEqualTo(metrics.r2());
        assertThat(metrics.all().keySet()).containsExactly(Measure.R2, Measure.MAE, Measure.RMSE);
    }

    @Test
    void aRowASampleIsNeeded() {
        assertThatThrownBy(() -> RegressionMetrics.of(new float[3], truth(1, 2)))
                .hasMessage("answers: one row a sample (expected 2 x 1 and at least one, was 3 values)");
        assertThatThrownBy(() -> RegressionMetrics.of(new float[0], truth()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
