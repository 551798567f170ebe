package dev.alambic.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CpuTimesTest {

    @Test
    void stealIsTheEighthNumberAndGuestTimesDoNotCountTwice() {
        assertThat(CpuTimes.parse("cpu  10 1 5 100 2 3 4 25 7 7")).contains(new CpuTimes(150, 25, 102));
    }

    @Test
    void linesOfOtherSystemsAreNotUnderstood() {
        assertThat(CpuTimes.parse("cpu  10 1 5 100")).isEmpty();
        assertThat(CpuTimes.parse("intr 1 2 3 4 5 6 7 8 9 10")).isEmpty();
    }

    @Test
    void stealIsAShareOfTheTimeBetweenTwoReadings() {
        assertThat(new CpuTimes(300, 30, 150).stealPercentSince(new CpuTimes(100, 10, 50)))
                .isEqualTo(10);
        assertThat(new CpuTimes(100, 10, 50).stealPercentSince(new CpuTimes(100, 10, 50)))
                .isZero();
    }

    @Test
    void busyIsWhatWasNeitherIdleNorStolen() {
        // of 200 ticks 20 were stolen and 100 idle
        assertThat(new CpuTimes(300, 30, 150).busyPercentSince(new CpuTimes(100, 10, 50)))
                .isEqualTo(40);
    }
}
