package dev.alambic.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.bench.record.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SessionIntervalTest {

    @Test
    void sessionsThatAgreeHaveAnIntervalOfOnePoint() {
        assertThat(SessionInterval.of(3, List.of(new double[] {1, 3, 9}, new double[] {3})))
                .isEqualTo(new Interval(3, 3));
    }

    @Test
    void widthIsThatOfStudentsT() {
        // logs 0, 1, 2: standard deviation 1, t(0.975; 2) = 4.303
        List<double[]> sessions =
                IntStream.range(0, 3).mapToObj(i -> new double[] {Math.exp(i)}).toList();
        Interval interval = SessionInterval.of(Math.E, sessions);
        assertThat(Math.log(interval.high())).isCloseTo(1 + 4.303 / Math.sqrt(3), within(1e-9));
        assertThat(Math.log(interval.low())).isCloseTo(1 - 4.303 / Math.sqrt(3), within(1e-9));
    }

    @Test
    void oneSessionIsRefused() {
        assertThatThrownBy(() -> SessionInterval.of(1, List.of(new double[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an interval needs at least 2 sessions, was 1");
    }

    @Test
    void intervalHoldsTheTruthAboutNinetyFiveTimesInAHundredThoughRoundsOfASessionAreAlike() {
        Random random = new Random(7);
        int held = 0;
        for (int trial = 0; trial < 400; trial++) {
            List<double[]> sessions =
                    IntStream.range(0, 5).mapToObj(i -> alike(random)).toList();
            double[] all = sessions.stream().flatMapToDouble(Arrays::stream).toArray();
            Interval interval = SessionInterval.of(Statistics.median(all), sessions);
            held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
        }
        // 400 trials of probability 0.95: four standard deviations are 4.4 points
        assertThat(held / 400.0).isBetween(0.90, 0.995);
    }

    /** Returns the ratios of ten rounds that share what their session is off by. */
    private static double[] alike(Random random) {
        double session = 0.02 * random.nextGaussian();
        return random.doubles(10)
                .map(noise -> Math.exp(session + 0.01 * (noise - 0.5)))
                .toArray();
    }
}
