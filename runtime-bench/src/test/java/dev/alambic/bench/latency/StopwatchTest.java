package dev.alambic.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.bench.Latency;
import dev.alambic.bench.Setting;
import dev.alambic.bench.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopwatchTest {

    private static long[] times(int runs, long nanos) {
        long[] times = new long[runs];
        Arrays.fill(times, nanos);
        return times;
    }

    private static Stopwatch recorded(List<long[]> blocks) {
        Stopwatch watch = new Stopwatch(() -> {});
        blocks.forEach(watch::record);
        return watch;
    }

    @Test
    void speedupIsTheMedianRatioOfTheSameRound() {
        Stopwatch watch = recorded(List.of(times(3, 1000), times(3, 2000), times(3, 4000)));
        // the machine slows down by and by, and both models with it
        Latency latency = watch.latency(Setting.of(8, 2), new double[] {3000, 6000, 12_000});
        assertThat(latency.speedup()).isEqualTo(3);
        assertThat(latency.speedupInterval()).isEqualTo(new Interval(3, 3));
        assertThat(latency.p50Micros()).isEqualTo(2);
        assertThat(latency.samplesPerSecond()).isEqualTo(8 / 2e-6);
        assertThat(latency.noisy()).as("spread 0.5").isTrue();
    }

    @Test
    void percentilesAreLeftOutWhereTheRunsAreTooFew() {
        Latency few = recorded(List.of(times(99, 5))).latency(Setting.of(1, 1), new double[] {5});
        Latency some = recorded(List.of(times(100, 5))).latency(Setting.of(1, 1), new double[] {5});
        Latency many = recorded(List.of(times(1000, 5))).latency(Setting.of(1, 1), new double[] {5});
        assertThat(few.p90Micros()).isNull();
        assertThat(some.p90Micros()).isNotNull();
        assertThat(some.p99Micros()).isNull();
        assertThat(many.p99Micros()).isNotNull();
        assertThat(many.runs()).isEqualTo(1000);
    }

    @Test
    void percentilesAreThoseOfAllRuns() {
        long[] times = new long[1000];
        Arrays.setAll(times, i -> (i + 1) * 1000L);
        Latency latency = recorded(List.of(times)).latency(Setting.of(1, 1), new double[] {500_500});
        // three significant digits in the histogram
        assertThat(latency.p90Micros()).isCloseTo(900, within(0.9));
        assertThat(latency.p99Micros()).isCloseTo(990, within(0.99));
    }

    @Test
    void warmUpGoesOnUntilTwoWindowsAgree() {
        List<Long> times = new ArrayList<>(Collections.nCopies(10, 1000L));
        assertThat(Stopwatch.isSteady(times)).isFalse();
        times.addAll(Collections.nCopies(10, 940L));
        assertThat(Stopwatch.isSteady(times)).as("6 % apart").isFalse();
        times.addAll(Collections.nCopies(10, 930L));
        assertThat(Stopwatch.isSteady(times)).isTrue();
    }

    @Test
    void blockIsPrecededByOneUnrecordedRun() {
        int[] runs = new int[1];
        Stopwatch watch = new Stopwatch(() -> runs[0]++);
        watch.timeBlock(7);
        assertThat(runs[0]).isEqualTo(8);
        assertThat(watch.latency(Setting.of(1, 1), watch.blockMedians()).runs()).isEqualTo(7);
    }
}
