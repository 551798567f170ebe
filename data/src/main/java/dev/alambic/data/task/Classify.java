package dev.alambic.data.task;

import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;

/**
 * One of several classes for each sample.
 *
 * @param outputs the classes
 */
public record Classify(List<String> outputs) implements Task {

    public static final String NAME = ModelMetadata.CLASSIFICATION;

    public Classify {
        outputs = List.copyOf(outputs);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String answer() {
        return "a logit for each class";
    }

    @Override
    public Measure measure() {
        return Measure.ACCURACY;
    }

    @Override
    public String called() {
        return "classes";
    }

    @Override
    public Classifier open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return Classifier.open(model, data, options, taps);
    }

    @Override
    public ClassificationMetrics judge(float[] answers, Dataset data) {
        return ClassificationMetrics.of(answers, data.labels(), answers.length / Math.max(1, data.size()));
    }

    @Override
    public ModelInfo describe(ModelInfo info) {
        return info.withTask(NAME)
                .withLabels(outputs)
                .withTargets(List.of())
                .withThreshold(null)
                .withTasks(Map.of());
    }
}
