package dev.alambic.cli.run;

import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures every model on the test split, once. */
final class QualityStage {

    private final RunFolder folder;

    QualityStage(RunFolder folder) {
        this.folder = folder;
    }

    /** What {@code metrics.json} holds. */
    record Quality(Map<String, ClassificationMetrics> models) {}

    Map<String, ClassificationMetrics> run(List<String> models, Dataset test) {
        Map<String, ClassificationMetrics> known = folder.readJson(folder.metricsFile(), Quality.class)
                .map(Quality::models)
                .orElse(Map.of());
        if (known.keySet().containsAll(models)) {
            return known;
        }
        Map<String, ClassificationMetrics> measured = new LinkedHashMap<>();
        for (String model : models) {
            measured.put(model, ModelMetrics.measure(folder.model(model), test, SessionOptions.defaults()));
        }
        folder.writeJson(folder.metricsFile(), new Quality(measured));
        return measured;
    }
}
