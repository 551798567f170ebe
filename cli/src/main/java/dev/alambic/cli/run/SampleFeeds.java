package dev.alambic.cli.run;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.ValueInfo;
import dev.alambic.trainer.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The samples of a data set as inputs [batch, ...], float32, of a model with one input. */
public final class SampleFeeds {

    private final String input;
    private final Dataset data;

    private SampleFeeds(String input, Dataset data) {
        this.input = input;
        this.data = data;
    }

    /** Returns the samples of {@code data} as inputs of {@code model}. */
    public static SampleFeeds of(OnnxModel model, Dataset data) {
        List<ValueInfo> inputs = model.graph().requiredInputs();
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(
                    "data can only be fed to a model with one input, this one has " + inputs.size());
        }
        return new SampleFeeds(inputs.get(0).name(), data);
    }

    /** Returns {@code size} samples from {@code start} on; after the last comes the first again. */
    public Map<String, Tensor> batch(int start, int size) {
        int width = data.sampleSize();
        float[] values = new float[size * width];
        for (int i = 0; i < size; i++) {
            data.copySample((start + i) % data.size(), values, i * width);
        }
        long[] sample = data.input().sampleShape();
        long[] dims = new long[sample.length + 1];
        dims[0] = size;
        System.arraycopy(sample, 0, dims, 1, sample.length);
        return Map.of(input, Tensor.ofFloats(values, dims));
    }

    /** Returns {@code count} samples, spread evenly over the data, in batches of at most {@code size}. */
    public static List<Map<String, Tensor>> spread(OnnxModel model, Dataset data, int count, int size) {
        int taken = Math.min(count, data.size());
        int[] indices = new int[taken];
        for (int i = 0; i < taken; i++) {
            indices[i] = (int) ((long) i * data.size() / taken);
        }
        SampleFeeds feeds = of(model, data.subset(indices));
        List<Map<String, Tensor>> batches = new ArrayList<>();
        for (int start = 0; start < taken; start += size) {
            batches.add(feeds.batch(start, Math.min(size, taken - start)));
        }
        return batches;
    }
}
