package dev.alambic.bench.memory;

import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.Resident;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.statistics.Statistics;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Measures what each model takes in processes of its own, at the smallest batch and number of threads. */
public final class MemoryTrial {

    private final Workload workload;
    private final Map<Candidate, Memory> results = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    private MemoryTrial(Workload workload) {
        this.workload = workload;
    }

    public static MemoryTrial measure(List<Candidate> candidates, Workload workload, Progress progress) {
        MemoryTrial trial = new MemoryTrial(workload);
        if (workload.extras().memoryProcesses() == 0) {
            return trial;
        }
        if (!ProcessMemory.isKnown()) {
            trial.notes.add("this system does not tell the peak memory of a process; Linux does");
            return trial;
        }
        int done = 0;
        for (Candidate candidate : candidates) {
            progress.step("memory, " + candidate.name(), done++, candidates.size());
            trial.measure(candidate);
        }
        progress.step("memory", done, candidates.size());
        return trial;
    }

    private void measure(Candidate candidate) {
        Setting setting = workload.matrix().smallest();
        Map<String, Tensor> feeds = workload.feeds(candidate).of(setting.batch());
        try {
            List<Memory> samples = new ArrayList<>();
            for (int i = 0; i < workload.extras().memoryProcesses(); i++) {
                samples.add(ProbeProcess.run(candidate.file(), feeds, setting));
            }
            results.put(candidate, median(samples, setting.batch()));
        } catch (IOException e) {
            notes.add("the memory of " + candidate.name() + " was not measured: " + e.getMessage());
        }
    }

    static Memory median(List<Memory> samples, int batch) {
        return new Memory(
                median(samples.stream().map(Memory::load).toList()),
                median(samples.stream().map(Memory::run).toList()),
                known(median(samples, sample -> orNothing(sample.arenaPeakBytes()))),
                known(median(samples, sample -> orNothing(sample.javaBytesPerCall()))),
                batch,
                samples.size());
    }

    private static Resident median(List<Resident> phases) {
        return new Resident(
                median(phases, Resident::peakBytes),
                median(phases, phase -> orNothing(phase.anonBytes())),
                median(phases, phase -> orNothing(phase.fileBytes())));
    }

    private static <T> long median(List<T> samples, ToLongFunction<T> figure) {
        return Math.round(Statistics.median(samples.stream().mapToLong(figure).toArray()));
    }

    private static long orNothing(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }

    private static @Nullable Long known(long bytes) {
        return bytes > 0 ? bytes : null;
    }

    public @Nullable Memory of(Candidate candidate) {
        return results.get(candidate);
    }

    /** Returns why figures are missing. */
    public List<String> notes() {
        return notes;
    }
}
