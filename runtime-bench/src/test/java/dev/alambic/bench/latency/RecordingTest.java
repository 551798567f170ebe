package dev.alambic.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Setting;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingTest {

    private static long[] times(int runs, long nanos) {
        long[] times = new long[runs];
        Arrays.fill(times, nanos);
        return times;
    }

    /** Returns the recording of sessions of one round each. */
    private static Recording recorded(List<long[]> rounds) {
        Recording recording = new Recording();
        for (long[] round : rounds) {
            recording.beginSession();
            recording.record(round);
        }
        return recording;
    }

    private static Recording steady(int runs, long nanos) {
        return recorded(List.of(times(runs, nanos), times(1, nanos)));
    }

    @Test
    void speedupIsTheMedianRatioOfTheSameRound() {
        Recording own = recorded(List.of(times(3, 1000), times(3, 2000), times(3, 4000)));
        // the machine slows down by and by, and both models with it
        Recording baseline = recorded(List.of(times(3, 3000), times(3, 6000), times(3, 12_000)));
        Latency latency = own.latency(Setting.of(8, 2), baseline);
        assertThat(latency.speedup()).isEqualTo(3);
        assertThat(latency.speedupInterval()).isEqualTo(new Interval(3, 3));
        assertThat(latency.p50Micros()).isEqualTo(2);
        assertThat(latency.samplesPerSecond()).isEqualTo(8 / 2e-6);
        assertThat(latency.noisy()).as("spread 0.5").isTrue();
    }

    @Test
    void percentilesAreLeftOutWhereTheRunsAreTooFew() {
        Latency few = steady(98, 5).latency(Setting.of(1, 1), steady(1, 5));
        Latency some = steady(99, 5).latency(Setting.of(1, 1), steady(1, 5));
        Latency many = steady(999, 5).latency(Setting.of(1, 1), steady(1, 5));
        Latency most = steady(9999, 5).latency(Setting.of(1, 1), steady(1, 5));
        assertThat(few.p90Micros()).isNull();
        assertThat(some.p90Micros()).isNotNull();
        assertThat(some.p99Micros()).isNull();
        assertThat(many.p99Micros()).isNotNull();
        assertThat(many.micros().p999()).isNull();
        assertThat(most.micros().p999()).isNotNull();
        assertThat(many.runs()).isEqualTo(1000);
    }

    @Test
    void percentilesMeanAndDeviationAreThoseOfAllRuns() {
        long[] times = new long[1000];
        Arrays.setAll(times, i -> (i + 1) * 1000L);
        Recording all = recorded(List.of(times, times));
        Latency latency = all.latency(Setting.of(1, 1), all);
        // three significant digits in the histogram
        assertThat(latency.p90Micros()).isCloseTo(900, within(0.9));
        assertThat(latency.p99Micros()).isCloseTo(990, within(0.99));
        assertThat(latency.micros().mean()).isCloseTo(500.5, within(0.5));
        // of the whole numbers 1 to n: sqrt((n² - 1) / 12)
        assertThat(latency.micros().deviation()).isCloseTo(288.7, within(0.3));
    }
}
