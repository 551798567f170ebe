package dev.alambic.run.search;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.quantizer.search.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times of a run on one sample with one thread, as {@code bench} measures them. The times of all but the first model
 * are computed from the speed-ups, which are medians over rounds of two times measured one after the other, and so are
 * hurt least by what else the machine does.
 */
public record BenchmarkLatencies(Map<String, Tensor> sample) implements Latencies {

    private static final int ROUNDS = 20;
    private static final int RUNS = 200;
    private static final double SECONDS_A_MODEL = 2;
    private static final double WARM_UP_SECONDS = 0.5;

    @Override
    public List<Double> medianMicros(List<OnnxModel> models) {
        try {
            Path folder = Files.createTempDirectory("alambic-search-");
            try {
                return measured(written(models, folder));
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder: cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<Candidate> written(List<OnnxModel> models, Path folder) {
        List<Candidate> candidates = new ArrayList<>();
        for (OnnxModel model : models) {
            String name = "model-" + candidates.size();
            Path file = folder.resolve(name + ".onnx");
            model.write(file);
            StatePairs states = StatePairs.of(model);
            candidates.add(
                    new Candidate(name, file).withStates(states.isGrowing(model.graph()) ? StatePairs.NONE : states));
        }
        return candidates;
    }

    private List<Double> measured(List<Candidate> candidates) {
        Timing timing = Timing.defaults()
                .withRounds(ROUNDS)
                .withRuns(RUNS)
                .withSecondsPerSetting(SECONDS_A_MODEL * candidates.size())
                .withWarmUpSeconds(WARM_UP_SECONDS);
        Workload workload = Workload.of(batch -> sample).withTiming(timing).latencyOnly();
        List<Latency> latencies = latencies(candidates, workload);
        if (latencies.stream().anyMatch(Latency::noisy)) {
            List<Latency> again = latencies(candidates, workload);
            latencies = spread(again) < spread(latencies) ? again : latencies;
        }
        double first = latencies.get(0).p50Micros();
        return latencies.stream().map(latency -> first / latency.speedup()).toList();
    }

    private static List<Latency> latencies(List<Candidate> candidates, Workload workload) {
        return Benchmark.compare(candidates.get(0), candidates.subList(1, candidates.size()), workload)
                .models()
                .stream()
                .map(model -> model.latency().get(0))
                .toList();
    }

    private static double spread(List<Latency> latencies) {
        return latencies.stream()
                .mapToDouble(latency -> latency.sampling().spread())
                .sum();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
