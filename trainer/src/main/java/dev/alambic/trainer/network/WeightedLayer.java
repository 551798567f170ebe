package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A linear layer or a convolution.
 *
 * @param label kind and number, such as {@code conv2}
 * @param weight [outputs, inputs, ...] or [inputs, outputs]; what stands at i along {@code axis} makes output i
 * @param axis the axis of the outputs, 0 or 1
 * @param followers what else belongs to output i at position i: bias, and gain and offset of the batch norm after it;
 *     each [outputs]
 */
public record WeightedLayer(String label, NDArray weight, int axis, List<NDArray> followers) {

    /** Returns the number of neurons or channels. */
    public int outputs() {
        return (int) weight.getShape().get(axis);
    }

    /** Returns the number of weights that make one output. */
    public int weightsPerOutput() {
        return Math.toIntExact(weight.size() / outputs());
    }

    /** Returns the number of weights that lie between two neighbours along the axis of the outputs. */
    public int stride() {
        return Math.toIntExact(weight.getShape().slice(axis + 1).size());
    }
}
