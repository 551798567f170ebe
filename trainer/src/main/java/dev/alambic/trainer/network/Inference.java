package dev.alambic.trainer.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.alambic.data.answer.Inner;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a block on raw samples as it will be used: without dropout, by running statistics. */
public record Inference(Block block, ModelInputs inputs, NDManager manager) {

    /**
     * Returns the logits.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     * @return [count, classes]
     */
    public float[] logits(float[] samples, int count) {
        return inside(Inside.of(block), samples, count).answers();
    }

    /**
     * Returns the logits, and values inside the block, which are float32 [count, ...].
     *
     * @param inside of this block
     */
    public Inner inside(Inside inside, float[] samples, int count) {
        try (NDScope scope = new NDScope();
                NDManager step = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            NDList batch = arrays(inputs, samples, count, step);
            Inside.Values found = inside.forward(new ParameterStore(step, false), batch, false);
            Map<String, Tensor> values = new LinkedHashMap<>();
            found.taps()
                    .forEach((name, value) -> values.put(
                            name,
                            Tensor.ofFloats(
                                    value.toFloatArray(), value.getShape().getShape())));
            return new Inner(found.answer().toFloatArray(), values);
        }
    }

    /**
     * Returns the inputs of a model as arrays of the engine, in their order.
     *
     * @param samples [count, values of a sample]; may be longer
     */
    public static NDList arrays(ModelInputs inputs, float[] samples, int count, NDManager manager) {
        NDList arrays = new NDList();
        inputs.tensors(samples, count, count)
                .values()
                .forEach(tensor -> arrays.add(EngineTensors.arrayOf(manager, tensor)));
        return arrays;
    }

    /** Returns the logits of every sample, [samples, classes]. */
    public float[] logits(Dataset data) {
        int chunk = inputs.chunk();
        float[] samples = new float[Math.min(chunk, data.size()) * data.sampleSize()];
        float[] all = new float[0];
        for (int from = 0; from < data.size(); from += chunk) {
            int count = Math.min(chunk, data.size() - from);
            for (int i = 0; i < count; i++) {
                data.copySample(from + i, samples, i * data.sampleSize());
            }
            float[] some = logits(samples, count);
            if (from == 0) {
                all = new float[some.length / count * data.size()];
            }
            System.arraycopy(some, 0, all, some.length / count * from, some.length);
        }
        return all;
    }
}
