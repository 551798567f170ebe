package dev.alambic.run.pipeline;

import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.folder.QualityRecords;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.measure.ModelMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures every model on the test split, once. */
record QualityStage(RunFolder folder) {

    /** Returns what was measured before, if it is that of all models. */
    Optional<Map<String, ClassificationMetrics>> known(List<String> models) {
        return folder.readJson(RunFile.METRICS, QualityRecords.class)
                .map(QualityRecords::models)
                .filter(known -> known.keySet().containsAll(models));
    }

    Map<String, ClassificationMetrics> run(List<String> models, Dataset test) {
        Map<String, ClassificationMetrics> measured = new LinkedHashMap<>();
        for (String model : models) {
            measured.put(model, ModelMetrics.measure(folder.model(model), test, SessionOptions.defaults()));
        }
        folder.writeJson(RunFile.METRICS, new QualityRecords(measured));
        return measured;
    }
}
