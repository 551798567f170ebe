package dev.alambic.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessMemoryTest {

    @Test
    void memoryIsGivenInKilobytes() {
        List<String> lines = List.of(
                "Name:\tjava", "VmHWM:\t   2048 kB", "VmRSS:\t 5 kB", "RssAnon:\t  1024 kB", "RssFile:\t  3 kB");
        assertThat(ProcessMemory.parse(lines)).isEqualTo(new ProcessMemory(2 << 20, 5 << 10, 1 << 20, 3 << 10));
        assertThatThrownBy(() -> ProcessMemory.parse(lines.subList(0, 3))).hasMessageContaining("no line RssAnon:");
    }
}
