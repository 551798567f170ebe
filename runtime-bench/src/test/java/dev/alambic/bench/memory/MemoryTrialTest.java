package dev.alambic.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.Resident;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Extras;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MemoryTrialTest {

    @Test
    void memoryOfSeveralProcessesIsTheMedian() {
        Memory memory = MemoryTrial.median(List.of(sample(5, 4, 0), sample(50, 1, 7), sample(6, 40, 8)), 32);
        assertThat(memory).isEqualTo(new Memory(new Resident(6, 7L, 8L), new Resident(4, 5L, 6L), 7L, null, 32, 3));
        assertThat(memory.peakRssBytes()).isEqualTo(6);
    }

    private static Memory sample(long load, long run, long arena) {
        return new Memory(new Resident(load, 7L, 8L), new Resident(run, 5L, 6L), arena, 0L, 1, 1);
    }

    @Test
    void whatIsNotKnownOfAProcessCountsAsNothing() {
        Memory unknown = new Memory(new Resident(1, null, null), new Resident(4, null, null), null, null, 1, 1);
        assertThat(MemoryTrial.median(List.of(unknown), 1))
                .isEqualTo(new Memory(new Resident(1, 0L, 0L), new Resident(4, 0L, 0L), null, null, 1, 1));
    }

    @Test
    void modelThatCannotRunInTheProcessIsSaidToBeUnmeasured() {
        assumeTrue(ProcessMemory.isKnown(), "this system does not tell");
        MemoryTrial trial = MemoryTrial.measure(
                List.of(new Candidate("gone", Path.of("gone.onnx"))),
                Workload.of(batch -> Map.of()).withExtras(Extras.NONE.withMemoryProcesses(1)),
                Progress.SILENT);
        assertThat(trial.notes()).singleElement().asString().startsWith("the memory of gone was not measured: ");
    }
}
