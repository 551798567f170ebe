package dev.alambic.data.task;

import dev.alambic.data.answer.Labeller;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;

/**
 * Any subset of several labels for each sample.
 *
 * @param outputs the labels
 */
public record MultiLabel(List<String> outputs) implements Task {

    public static final String NAME = ModelMetadata.MULTI_LABEL;

    public MultiLabel {
        outputs = List.copyOf(outputs);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String answer() {
        return "a logit for each label";
    }

    @Override
    public Measure measure() {
        return Measure.MACRO_AUC;
    }

    @Override
    public String called() {
        return "labels";
    }

    @Override
    public Labeller open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return Labeller.open(model, data, options, taps);
    }

    @Override
    public MultiLabelMetrics judge(float[] answers, Dataset data) {
        if (!(data.targets() instanceof Targets.Labels truth)) {
            throw new IllegalStateException(data.name() + ": no labels (was " + data.targets() + ")");
        }
        return MultiLabelMetrics.of(answers, truth);
    }

    @Override
    public ModelInfo describe(ModelInfo info) {
        return info.withTask(NAME)
                .withLabels(outputs)
                .withTargets(List.of())
                .withThreshold(Labeller.THRESHOLD)
                .withTasks(Map.of());
    }
}
