package dev.alambic.bench;

import dev.alambic.bench.energy.EnergyTrial;
import dev.alambic.bench.latency.LatencyTrial;
import dev.alambic.bench.latency.OpenLoopTrial;
import dev.alambic.bench.latency.StartupTrial;
import dev.alambic.bench.machine.NoiseWatch;
import dev.alambic.bench.machine.ThisMachine;
import dev.alambic.bench.memory.MemoryTrial;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Energy;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.ModelSize;
import dev.alambic.bench.record.Noise;
import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.Startup;
import dev.alambic.bench.size.WeightCount;
import dev.alambic.bench.work.FallbackTrial;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.Hazards;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures models against a baseline in ONNX Runtime.
 *
 * <p>Latency: all models are open in one process and take turns, A B C A B C, so that whatever else the machine does
 * meets all alike; workers do not spin between runs, since those of one model would take the core from the next. Before
 * each timed block the same model runs once unrecorded, to have its weights in the caches again. Models are warmed up
 * until their time is steady. Memory: a fresh process for each model, see {@link Memory}. Size: {@link ModelSize}.
 */
public final class Benchmark {

    private Benchmark() {}

    /** Measures as {@link #compare(Candidate, List, Workload, Progress)} does, silently. */
    public static Comparison compare(Candidate baseline, List<Candidate> others, Workload workload) {
        return compare(baseline, others, workload, Progress.SILENT);
    }

    /**
     * Measures {@code baseline} and {@code others}.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if a file is not a model
     * @throws IllegalArgumentException if two candidates share a name or the workload does not feed a model's inputs
     */
    public static Comparison compare(Candidate baseline, List<Candidate> others, Workload workload, Progress progress) {
        List<Candidate> all = new ArrayList<>(List.of(baseline));
        all.addAll(others);
        requireDifferentNames(all);
        List<ModelSize> sizes = all.stream()
                .map(candidate -> OnnxModel.read(candidate.file()))
                .peek(Hazards::require)
                .map(WeightCount::of)
                .toList();

        List<Startup> startup = StartupTrial.measure(all, workload, progress);
        NoiseWatch watch = NoiseWatch.start();
        List<List<Latency>> latency = LatencyTrial.measure(all, workload, progress);
        List<List<OpenLoop>> openLoop = OpenLoopTrial.measure(all, workload, progress);
        Noise noise = watch.end();
        List<Energy> energy = workload.extras().energy() ? EnergyTrial.measure(all, workload, progress) : List.of();
        MemoryTrial memory = MemoryTrial.measure(all, workload, progress);

        List<ModelResult> results = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Candidate candidate = all.get(i);
            results.add(ModelResult.of(candidate.name(), candidate.file().toString(), candidate.bytes(), sizes.get(i))
                    .withLatency(latency.get(i))
                    .withStartup(startup.isEmpty() ? null : startup.get(i))
                    .withOpenLoop(openLoop.get(i))
                    .withEnergy(energy.isEmpty() ? null : energy.get(i))
                    .withMemory(memory.of(candidate)));
        }
        List<String> notes = notes(results, noise);
        notes.addAll(memory.notes());
        notes.addAll(FallbackTrial.measure(all, workload, results));
        return new Comparison(baseline.name(), ThisMachine.with(noise), results, notes);
    }

    private static void requireDifferentNames(List<Candidate> all) {
        Set<String> names = new HashSet<>();
        for (Candidate candidate : all) {
            if (!names.add(candidate.name())) {
                throw new IllegalArgumentException("two candidates are called " + candidate.name());
            }
        }
    }

    private static List<String> notes(List<ModelResult> results, Noise noise) {
        List<String> notes = new ArrayList<>(noise.warnings());
        long noisy = results.stream()
                .flatMap(result -> result.latency().stream())
                .filter(Latency::noisy)
                .count();
        if (noisy > 0) {
            notes.add(String.format(
                    Locale.ROOT, "%d of the latencies vary by more than 10 %% from round to round (marked ~)", noisy));
        }
        return notes;
    }
}
