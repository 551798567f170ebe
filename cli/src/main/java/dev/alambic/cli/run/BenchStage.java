package dev.alambic.cli.run;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.Candidate;
import dev.alambic.bench.Comparison;
import dev.alambic.bench.Quality;
import dev.alambic.bench.Workload;
import dev.alambic.cli.recipe.BenchSpec;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.metrics.ClassificationMetrics;
import dev.alambic.trainer.data.Dataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures every model side by side, the teacher being the baseline. */
final class BenchStage {

    private final RunFolder folder;
    private final BenchSpec spec;
    private final Dataset test;
    private final Console console;

    BenchStage(RunFolder folder, BenchSpec spec, Dataset test, Console console) {
        this.folder = folder;
        this.spec = spec;
        this.test = test;
        this.console = console;
    }

    Comparison run(Map<String, ClassificationMetrics> quality) {
        return folder.comparison().orElseGet(() -> {
            Comparison comparison = measure(List.copyOf(quality.keySet())).withQualities(qualities(quality));
            folder.writeJson(folder.benchFile(), comparison);
            return comparison;
        });
    }

    private Comparison measure(List<String> models) {
        List<Candidate> candidates = models.stream()
                .map(name -> new Candidate(name, folder.model(name)))
                .toList();
        Workload workload = Workload.of(batch -> feeds().batch(0, batch))
                .withBatches(spec.batches())
                .withThreads(spec.threads());
        return Benchmark.compare(
                candidates.get(0),
                candidates.subList(1, candidates.size()),
                workload,
                (what, done, total) -> console.progress("measuring " + what));
    }

    private SampleFeeds feeds() {
        return SampleFeeds.of(OnnxModel.read(folder.model(Models.TEACHER)), test);
    }

    private static Map<String, Quality> qualities(Map<String, ClassificationMetrics> quality) {
        Map<String, Quality> qualities = new LinkedHashMap<>();
        quality.forEach((model, metrics) -> qualities.put(model, Quality.ofAccuracy(metrics.accuracy())));
        return qualities;
    }
}
