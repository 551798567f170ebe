package dev.alambic.bench.workload;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.onnx.input.TypicalInputs;
import java.util.Map;

/** Inputs made from a model's own signature, the same on each call. */
public record SyntheticFeeds(TypicalInputs inputs) implements Feeds {

    /** Returns inputs for {@code model}; see {@link TypicalInputs#of(OnnxModel, InputSizes)} for failures. */
    public static SyntheticFeeds of(OnnxModel model, InputSizes chosen) {
        return new SyntheticFeeds(TypicalInputs.of(model, chosen));
    }

    @Override
    public Map<String, Tensor> of(int batch) {
        return inputs.of(batch);
    }
}
