package dev.alambic.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from {@code /proc}: {@link CpuTimes} and {@link ProcessMemory}. */
final class ProcReadingsTest {

    @Test
    void stealIsTheEighthNumberAndGuestTimesDoNotCountTwice() {
        assertThat(CpuTimes.parse("cpu  10 1 5 100 2 3 4 25 7 7")).contains(new CpuTimes(150, 25));
    }

    @Test
    void linesOfOtherSystemsAreNotUnderstood() {
        assertThat(CpuTimes.parse("cpu  10 1 5 100")).isEmpty();
        assertThat(CpuTimes.parse("intr 1 2 3 4 5 6 7 8 9 10")).isEmpty();
    }

    @Test
    void stealIsAShareOfTheTimeBetweenTwoReadings() {
        assertThat(new CpuTimes(300, 30).stealPercentSince(new CpuTimes(100, 10)))
                .isEqualTo(10);
        assertThat(new CpuTimes(100, 10).stealPercentSince(new CpuTimes(100, 10)))
                .isZero();
    }

    @Test
    void memoryIsGivenInKilobytes() {
        List<String> lines = List.of("Name:\tjava", "VmHWM:\t   2048 kB", "RssAnon:\t  1024 kB", "RssFile:\t  3 kB");
        assertThat(ProcessMemory.parse(lines)).isEqualTo(new ProcessMemory(2 << 20, 1 << 20, 3 << 10));
        assertThatThrownBy(() -> ProcessMemory.parse(lines.subList(0, 2))).hasMessageContaining("no line RssAnon:");
    }

    @Test
    void memoryOfSeveralProcessesIsTheMedian() {
        Memory memory = MemoryTrial.median(
                List.of(
                        new MemoryProbe.Sample(5, 4, 3, 2),
                        new MemoryProbe.Sample(50, 1, 9, 2),
                        new MemoryProbe.Sample(6, 40, 4, 2)),
                32);
        assertThat(memory).isEqualTo(new Memory(6, 4, 4, 2, 32, 3));
    }
}
