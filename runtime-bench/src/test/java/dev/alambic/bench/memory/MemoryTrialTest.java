package dev.alambic.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Memory;
import dev.alambic.bench.Progress;
import dev.alambic.bench.Resident;
import dev.alambic.bench.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MemoryTrialTest {

    @Test
    void memoryOfSeveralProcessesIsTheMedian() {
        Memory memory = MemoryTrial.median(
                List.of(
                        new MemoryProbe.Sample(5, 4, 3, 2),
                        new MemoryProbe.Sample(50, 1, 9, 2),
                        new MemoryProbe.Sample(6, 40, 4, 2)),
                32);
        assertThat(memory)
                .isEqualTo(new Memory(new Resident(4, null, null), new Resident(6, 4L, 2L), null, null, 32, 3));
    }

    @Test
    void modelThatCannotRunInTheProcessIsSaidToBeUnmeasured() {
        assumeTrue(ProcessMemory.isKnown(), "this system does not tell");
        MemoryTrial trial = MemoryTrial.measure(
                List.of(new Candidate("gone", Path.of("gone.onnx"))),
                Workload.of(batch -> Map.of()).withMemoryProcesses(1),
                Progress.SILENT);
        assertThat(trial.notes()).singleElement().asString().startsWith("the memory of gone was not measured: ");
    }
}
