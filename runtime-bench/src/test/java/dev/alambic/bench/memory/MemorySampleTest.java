package dev.alambic.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Resident;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemorySampleTest {

    @TempDir
    private Path folder;

    @Test
    void whatAChildProcessWritesItsParentReads() throws IOException {
        MemorySample sample = new MemorySample(new Resident(1, 2L, 3L), new Resident(4, 5L, 6L), 7, 8);
        Path file = folder.resolve("sample");
        sample.write(file);
        assertThat(MemorySample.read(file)).isEqualTo(sample);
    }

    @Test
    void whatIsNotKnownIsWrittenAsNothing() throws IOException {
        Path file = folder.resolve("sample");
        new MemorySample(new Resident(1, null, null), new Resident(4, null, null), 0, 0).write(file);
        assertThat(MemorySample.read(file).run()).isEqualTo(new Resident(4, 0L, 0L));
    }
}
