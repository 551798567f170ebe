package dev.alambic.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
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

    @Test
    void constantSampleHasAnIntervalOfOnePoint() {
        assertThat(Statistics.medianInterval(new double[] {3, 3, 3, 3, 3})).isEqualTo(new Interval(3, 3));
    }

    @Test
    void intervalOfTheMedianCoversTheTruthAboutNinetyFiveTimesInAHundred() {
        SplittableRandom random = new SplittableRandom(7);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            Interval interval = Statistics.medianInterval(random.doubles(50).toArray());
            covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        // 400 trials of probability 0.95: four standard deviations are 4.4 points
        assertThat(covered / 400.0).isBetween(0.90, 0.995);
    }
}
