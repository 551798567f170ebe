package dev.alambic.data.task;

import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;

/**
 * One or more numbers for each sample, in the units of the targets.
 *
 * @param outputs the targets
 */
public record Regress(List<String> outputs) implements Task {

    public static final String NAME = ModelMetadata.REGRESSION;

    public Regress {
        outputs = List.copyOf(outputs);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String answer() {
        return "a number for each target";
    }

    @Override
    public Measure measure() {
        return Measure.R2;
    }

    @Override
    public String called() {
        return "targets";
    }

    @Override
    public Regressor open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return Regressor.open(model, data, options, taps);
    }

    @Override
    public RegressionMetrics judge(float[] answers, Dataset data) {
        if (!(data.targets() instanceof Targets.Numbers truth)) {
            throw new IllegalStateException(data.name() + ": no numbers (was " + data.targets() + ")");
        }
        return RegressionMetrics.of(answers, truth);
    }

    @Override
    public ModelInfo describe(ModelInfo info) {
        return info.withTask(NAME)
                .withLabels(List.of())
                .withTargets(outputs)
                .withThreshold(null)
                .withTasks(Map.of());
    }
}
