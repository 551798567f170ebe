package dev.alambic.cli.run;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ComparisonJson;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.Matrix;
import dev.alambic.bench.workload.Workload;
import dev.alambic.cli.recipe.BenchSpec;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

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

    Comparison run(List<String> models) {
        return folder.comparison().orElseGet(() -> {
            List<Candidate> candidates = models.stream()
                    .map(name -> new Candidate(name, folder.model(name)))
                    .toList();
            Comparison comparison = measure(candidates)
                    .withQualities(ModelMetrics.qualities(candidates, any -> test, SessionOptions.defaults()));
            WholeFile.write(folder.benchFile(), ComparisonJson.write(comparison));
            return comparison;
        });
    }

    private Comparison measure(List<Candidate> candidates) {
        Feeds feeds = batch -> feeds().batch(0, batch);
        Workload workload = Workload.of(feeds).withMatrix(Matrix.of(spec.batches(), spec.threads()));
        return Benchmark.compare(
                        candidates.get(0),
                        candidates.subList(1, candidates.size()),
                        workload,
                        (what, done, total) -> console.progress("measuring " + what))
                .mapModels(model -> {
                    console.progress("profiling " + model.name());
                    return ModelWork.profiled(model, folder.model(model.name()), feeds);
                });
    }

    private SampleFeeds feeds() {
        return SampleFeeds.of(OnnxModel.read(folder.model(Models.TEACHER)), test);
    }
}
