package dev.alambic.data.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Targets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MultiLabelMetricsTest {

    private static MultiLabelMetrics of(List<String> names, int[] flags, float... logits) {
        byte[] bytes = new byte[flags.length];
        for (int i = 0; i < flags.length; i++) {
            bytes[i] = (byte) flags[i];
        }
        return MultiLabelMetrics.of(logits, Targets.labels(names, bytes));
    }

    /** Carrying: 2, 1; others: 1, -1. Of 4 pairs 3 are right and one is equal: 3.5 / 4. */
    @Test
    void equalLogitsCountHalfAPair() {
        MultiLabelMetrics metrics = of(List.of("a"), new int[] {1, 1, 0, 0}, 2, 1, 1, -1);
        assertThat(metrics.perLabel().get(0).auc()).isEqualTo(0.875);
        assertThat(metrics.macroAuc()).isEqualTo(0.875);
    }

    @Test
    void areaIsTheShareOfPairsCountedOneByOne() {
        Random random = new Random(7);
        int n = 60;
        int[] flags = new int[n];
        float[] logits = new float[n];
        for (int i = 0; i < n; i++) {
            flags[i] = random.nextInt(2);
            logits[i] = random.nextInt(9); // many ties
        }
        double right = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (flags[i] == 1 && flags[j] == 0) {
                    pairs++;
                    right += logits[i] > logits[j] ? 1 : logits[i] == logits[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(of(List.of("a"), flags, logits).macroAuc()).isCloseTo(right / pairs, within(1e-12));
    }

    /**
     * Of a: said of samples 0 and 1, carried by 0 and 2: TP 1, FP 1, FN 1. Of b: said and carried by 1 alone. Together
     * TP 2, FP 1, FN 1. Every label is right of samples 0 and 3.
     */
    @Test
    void countsLabelsAboveZero() {
        MultiLabelMetrics metrics =
                of(List.of("a", "b"), new int[] {1, 0, 0, 1, 1, 0, 0, 0}, 3, -1, 0.5f, 2, -0.1f, -2, 0, -3);
        assertThat(metrics.perLabel().get(0).precision()).isEqualTo(0.5);
        assertThat(metrics.perLabel().get(0).recall()).isEqualTo(0.5);
        assertThat(metrics.perLabel().get(0).f1()).isEqualTo(0.5);
        assertThat(metrics.perLabel().get(1).f1()).isEqualTo(1);
        assertThat(metrics.macroF1()).isEqualTo(0.75);
        assertThat(metrics.microF1()).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(metrics.exactMatch()).isEqualTo(0.5);
        assertThat(metrics.mainMeasure()).isEqualTo(Measure.MACRO_AUC);
        assertThat(metrics.main()).isEqualTo(metrics.macroAuc());
    }

    @Test
    void labelsOfOneKindHaveNoArea() {
        MultiLabelMetrics metrics = of(List.of("a", "b"), new int[] {1, 0, 0, 0}, 1, -1, -1, -1);
        assertThat(metrics.perLabel().get(1).auc()).isNull();
        assertThat(metrics.macroAuc()).isEqualTo(1);
        assertThat(metrics.macroF1()).as("of what occurs").isEqualTo(1);
        assertThat(of(List.of("a"), new int[] {0, 0}, 1, 2).macroAuc()).isEqualTo(0.5);
    }

    @Test
    void crossEntropyIsThatOfEachLabel() {
        float ln3 = (float) Math.log(3);
        assertThat(of(List.of("a", "b"), new int[] {1, 0}, ln3, ln3).crossEntropy())
                .isCloseTo((-Math.log(0.75) - Math.log(0.25)) / 2, within(1e-7));
        assertThat(of(List.of("a"), new int[] {1}, -1000).crossEntropy()).isEqualTo(1000);
    }

    @Test
    void refusesRowsThatDoNotFit() {
        assertThatThrownBy(() -> of(List.of("a", "b"), new int[] {1, 0}, 1)).hasMessageContaining("one row a sample");
    }
}
