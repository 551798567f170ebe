package dev.alambic.data.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
    /** A few units in the last place of double sums over a handful of samples. */
    private static final double ROUNDING = 1e-12;

    @Test
    void aHandCountedTableGivesTheTextbookFigures() {
        // truth 0 0 0 1 1 2, predicted 0 0 1 1 2 2
        float[][] logits = {{5, 0, 0}, {5, 0, 0}, {0, 5, 0}, {0, 5, 0}, {0, 0, 5}, {0, 0, 5}};

        ClassificationMetrics metrics = ClassificationMetrics.of(logits, new int[] {0, 0, 0, 1, 1, 2});

        assertThat(metrics.confusion()).containsExactly(List.of(2, 1, 0), List.of(0, 1, 1), List.of(0, 0, 1));
        assertThat(metrics.accuracy()).isEqualTo(4.0 / 6);
        assertThat(metrics.perClass())
                .containsExactly(
                        new ClassificationMetrics.ClassScore(1, 2.0 / 3, 0.8, 3),
                        new ClassificationMetrics.ClassScore(0.5, 0.5, 0.5, 2),
                        new ClassificationMetrics.ClassScore(0.5, 1, 2.0 / 3, 1));
        assertThat(metrics.macroPrecision()).isCloseTo(2.0 / 3, within(ROUNDING));
        assertThat(metrics.macroRecall()).isCloseTo((2.0 / 3 + 0.5 + 1) / 3, within(ROUNDING));
        assertThat(metrics.macroF1()).isCloseTo((0.8 + 0.5 + 2.0 / 3) / 3, within(ROUNDING));
        double confidence = 1 / (1 + 2 * Math.exp(-5));
        assertThat(metrics.expectedCalibrationError()).isCloseTo(confidence - 4.0 / 6, within(ROUNDING));
        assertThat(metrics.crossEntropy())
                .isCloseTo((4 * -Math.log(confidence) + 2 * (5 - Math.log(confidence))) / 6, within(ROUNDING));
    }

    @Test
    void aClassThatNeverOccursDoesNotCountInTheAverages() {
        ClassificationMetrics metrics = ClassificationMetrics.of(new float[] {1, 0, 0, 0, 1, 0}, new int[] {0, 1}, 3);
        assertThat(metrics.macroF1()).isEqualTo(1);
        assertThat(metrics.perClass().get(2)).isEqualTo(new ClassificationMetrics.ClassScore(0, 0, 0, 0));
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        ClassificationMetrics metrics = ClassificationMetrics.of(new float[] {3e38f, -3e38f}, new int[] {0}, 2);
        assertThat(metrics.crossEntropy()).isZero();
        assertThat(metrics.expectedCalibrationError()).isZero();
    }

    @Test
    void wrongSizesAndLabelsAreRefused() {
        assertThatThrownBy(() -> ClassificationMetrics.of(new float[0], new int[0], 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClassificationMetrics.of(new float[3], new int[1], 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClassificationMetrics.of(new float[2], new int[] {2}, 2))
                .hasMessage("label 0: it is a class (expected 0 to 1, was 2)");
    }
}
