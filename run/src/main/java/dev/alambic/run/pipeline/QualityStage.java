package dev.alambic.run.pipeline;

import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.report.run.Predictions;
import dev.alambic.run.folder.QualityRecords;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.measure.ModelMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Measures every model on the test split, once. */
record QualityStage(RunFolder folder) {

    /** Returns what was measured before, if it is that of all models. */
    Optional<Map<String, TaskMetrics>> known(List<String> models) {
        return folder.readJson(RunFile.METRICS, QualityRecords.class)
                .map(QualityRecords::models)
                .filter(known -> known.keySet().containsAll(models));
    }

    Map<String, TaskMetrics> run(List<String> models, Function<String, Dataset> tests) {
        Map<String, TaskMetrics> measured = new LinkedHashMap<>();
        Map<String, List<Predictions.Target>> predictions = new LinkedHashMap<>();
        for (String model : models) {
            Dataset test = tests.apply(model);
            OnnxModel read = OnnxModel.read(folder.model(model));
            float[] answers =
                    ModelMetrics.answers(read, folder.model(model).toString(), test, SessionOptions.defaults());
            measured.put(model, Task.of(test).judge(answers, test));
            if (test.targets() instanceof Targets.Numbers truth) {
                predictions.put(model, predictions(answers, truth));
            }
        }
        if (!predictions.isEmpty()) {
            folder.writeJson(RunFile.PREDICTIONS, new Predictions(predictions));
        }
        folder.writeJson(RunFile.METRICS, new QualityRecords(measured));
        return measured;
    }

    private static List<Predictions.Target> predictions(float[] answers, Targets.Numbers truth) {
        int width = truth.names().size();
        List<Integer> kept = Predictions.kept(truth.size());
        List<Predictions.Target> targets = new ArrayList<>();
        for (int t = 0; t < width; t++) {
            int target = t;
            targets.add(new Predictions.Target(
                    truth.names().get(t),
                    kept.stream().map(i -> (double) truth.value(i, target)).toList(),
                    kept.stream().map(i -> (double) answers[i * width + target]).toList()));
        }
        return targets;
    }
}
