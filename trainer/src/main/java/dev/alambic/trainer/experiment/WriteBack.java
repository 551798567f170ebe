package dev.alambic.trainer.experiment;

import ai.djl.ndarray.NDManager;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.network.Inference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Writes the weights of a trained graph back into its model, and compares the two on real samples. */
record WriteBack(TrainableGraph graph, ModelInputs inputs, RunOptions options) {

    private static final int MOST_SAMPLES = 32;

    /**
     * Returns the model with the trained weights.
     *
     * @throws UnsupportedModelException if its logits in ONNX Runtime differ from the engine's by more than the
     *     tolerance of an export, and by more than {@linkplain Agreement#isRounding rounding}
     */
    OnnxModel verified(Dataset data, NDManager manager) {
        OnnxModel model = graph.writeBack();
        int count = Math.min(data.size(), Math.min(MOST_SAMPLES, inputs.chunk()));
        float[] samples = new float[count * data.sampleSize()];
        for (int i = 0; i < count; i++) {
            data.copySample(i, samples, i * data.sampleSize());
        }
        float[] logits = new Inference(graph, inputs, manager).logits(samples, count);
        Tensor expected = Tensor.ofFloats(logits, count, logits.length / count);
        Map<String, Tensor> feeds = inputs.feeds(samples, count);
        Tensor actual = run(model, feeds, OptimizationLevel.ALL, count);
        Agreement agreement = Agreement.of(expected, actual);
        if (!(agreement.relative() <= options.export().tolerance())) {
            Tensor plain = run(model, feeds, OptimizationLevel.NONE, count);
            requireRounding(agreement, agreement.isRounding(actual, plain), count);
        }
        return model;
    }

    private void requireRounding(Agreement agreement, boolean isRounding, int count) {
        if (!isRounding) {
            throw new UnsupportedModelException(String.format(
                    Locale.ROOT,
                    "value '%s' on %d samples: agreement of the trained model with the engine (expected a difference of"
                            + " at most %.1e of the largest, was %.3e of %.3e)",
                    output(),
                    count,
                    options.export().tolerance(),
                    agreement.maxAbsoluteDifference(),
                    agreement.maxReference()));
        }
    }

    private String output() {
        return graph.outputs().get(0);
    }

    /** Returns the logits of the first {@code count} samples; a model of fixed batch answers for more. */
    private Tensor run(OnnxModel model, Map<String, Tensor> feeds, OptimizationLevel level, int count) {
        SessionOptions plain = SessionOptions.defaults().withOptimization(level);
        try (Session session = Session.open(model, List.of(output()), plain)) {
            Tensor answer =
                    Objects.requireNonNull(session.run(feeds, List.of(output())).get(output()));
            float[] values = answer.floats();
            int classes = values.length / Math.toIntExact(answer.dim(0));
            return Tensor.ofFloats(Arrays.copyOf(values, count * classes), count, classes);
        }
    }
}
