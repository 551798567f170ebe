package dev.alambic.run.pipeline;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ComparisonJson;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.Matrix;
import dev.alambic.bench.workload.Workload;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.measure.ModelMetrics;
import dev.alambic.run.measure.ModelWork;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.run.recipe.BenchSpec;
import java.util.List;
import java.util.function.Function;

/**
 * Measures every model side by side, the teacher being the baseline.
 *
 * @param test the test part as the model of a name takes it
 */
record BenchStage(Teller teller, BenchSpec spec, Function<String, Dataset> test) {

    Comparison run(List<String> models) {
        List<Candidate> candidates = models.stream()
                .map(name -> new Candidate(name, teller.folder().model(name)))
                .toList();
        Comparison comparison = measure(candidates)
                .withQualities(ModelMetrics.qualities(
                        candidates,
                        candidate -> OnnxModel.read(candidate.file()),
                        candidate -> test.apply(candidate.name()),
                        SessionOptions.defaults()));
        WholeFile.write(teller.folder().file(RunFile.BENCH), ComparisonJson.write(comparison));
        return comparison;
    }

    private Comparison measure(List<Candidate> candidates) {
        // a token of the smallest vocabulary is one of each
        Dataset fed = test.apply(candidates.get(candidates.size() - 1).name());
        Feeds feeds = batch -> feeds(fed).batch(0, batch);
        Workload workload = Workload.of(feeds).withMatrix(Matrix.of(spec.batches(), spec.threads()));
        return Benchmark.compare(
                        candidates.get(0),
                        candidates.subList(1, candidates.size()),
                        workload,
                        (what, done, total) -> teller.step(Stage.BENCH, "measuring " + what))
                .mapModels(model -> {
                    teller.step(Stage.BENCH, "profiling " + model.name());
                    return ModelWork.profiled(model, teller.folder().model(model.name()), feeds);
                });
    }

    private SampleFeeds feeds(Dataset fed) {
        return SampleFeeds.of(OnnxModel.read(teller.folder().model(ModelNames.TEACHER)), fed);
    }
}
