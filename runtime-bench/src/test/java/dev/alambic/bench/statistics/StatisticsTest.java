package dev.alambic.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class StatisticsTest {

    @Test
    void medianIsTheMiddleOrTheMeanOfTheTwoMiddleValues() {
        assertThat(Statistics.median(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(Statistics.median(new double[] {9, 1, 5, 7})).isEqualTo(6);
        assertThat(Statistics.median(new long[] {4})).isEqualTo(4);
    }

    @Test
    void medianOfNothingIsRefused() {
        assertThatThrownBy(() -> Statistics.median(new double[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void spreadIsTheMedianDeviationOverTheMedian() {
        // deviations from 10 are 2, 1, 0, 1, 90: their median is 1
        assertThat(Statistics.relativeSpread(new double[] {8, 9, 10, 11, 100})).isEqualTo(0.1);
    }
}
