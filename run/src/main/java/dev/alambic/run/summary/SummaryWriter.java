package dev.alambic.run.summary;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.Recipe;
import java.util.Map;
import java.util.Optional;

/** Gathers the most important figures into {@code summary.json}. */
public record SummaryWriter(RunFolder folder, Recipe recipe) {

    public Summary write(Map<String, TaskMetrics> quality, Comparison comparison) {
        Summary summary = new Summary(
                recipe.name(),
                recipe.task().key(),
                recipe.seed(),
                comparison.models().stream()
                        .flatMap(result ->
                                Optional.ofNullable(quality.get(result.name()))
                                        .map(metrics -> model(result, metrics))
                                        .stream())
                        .toList());
        folder.writeJson(RunFile.SUMMARY, summary);
        return summary;
    }

    private Summary.Model model(ModelResult result, TaskMetrics metrics) {
        return new Summary.Model(
                result.name(),
                "models/" + result.name() + ".onnx",
                new Summary.Size(result.size().parameters(), result.size().nonZeroParameters(), result.fileBytes()),
                new Summary.Metrics(metrics.fewByKey()),
                result.latency().stream().map(SummaryWriter::latency).toList(),
                result.memory() == null
                        ? null
                        : new Summary.Memory(result.memory().peakRssBytes()));
    }

    private static Summary.Latency latency(Latency latency) {
        return new Summary.Latency(
                latency.batch(),
                latency.threads(),
                latency.p50Micros(),
                latency.p90Micros(),
                latency.p99Micros(),
                latency.speedup());
    }
}
