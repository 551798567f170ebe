package dev.alambic.run.measure;

import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.TypicalInputs;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The samples of a data set as inputs of a model. */
public final class SampleFeeds {

    private final ModelInputs inputs;
    private final Dataset data;

    private SampleFeeds(ModelInputs inputs, Dataset data) {
        this.inputs = inputs;
        this.data = data;
    }

    /**
     * Returns the samples of {@code data} as inputs of {@code model}.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if it takes something else
     */
    public static SampleFeeds of(OnnxModel model, Dataset data) {
        return new SampleFeeds(
                ModelInputs.of(StatePairs.of(model).others(model.graph()), data.input(), data.sampleShape()), data);
    }

    /** Returns {@code size} samples from {@code start} on; after the last comes the first again. */
    public Map<String, Tensor> batch(int start, int size) {
        int width = data.sampleSize();
        float[] values = new float[size * width];
        for (int i = 0; i < size; i++) {
            data.copySample((start + i) % data.size(), values, i * width);
        }
        return inputs.feeds(values, size);
    }

    /**
     * Returns {@code count} samples, spread evenly over the data, in batches of at most {@code size}; where the model
     * fixes its batch, in batches of that, the last one filled up by the first samples. For a model with state they are
     * the first ones, one a call, as one sequence that begins with zeros.
     */
    public static List<Map<String, Tensor>> spread(OnnxModel model, Dataset data, int count, int size) {
        StatePairs states = StatePairs.of(model);
        int taken = Math.min(count, data.size());
        int[] indices = new int[taken];
        for (int i = 0; i < taken; i++) {
            indices[i] = states.isEmpty() ? (int) ((long) i * data.size() / taken) : i;
        }
        SampleFeeds feeds = of(model, data.subset(indices));
        List<Map<String, Tensor>> batches = new ArrayList<>();
        OptionalInt fixed = TypicalInputs.fixedBatch(model);
        int step = fixed.orElse(states.isEmpty() ? size : 1);
        for (int start = 0; start < taken; start += step) {
            batches.add(feeds.batch(start, fixed.orElse(Math.min(step, taken - start))));
        }
        if (!states.isEmpty() && !batches.isEmpty()) {
            batches.set(0, states.begun(model.graph(), batches.get(0)));
        }
        return batches;
    }
}
