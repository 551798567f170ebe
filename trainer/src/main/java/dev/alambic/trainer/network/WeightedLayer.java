package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A linear layer or a convolution.
 *
 * @param label kind and number, such as {@code conv2}
 * @param weight [outputs, inputs, ...]; row i makes output i
 * @param followers what else belongs to output i at position i: bias, and gain and offset of the batch norm after it;
 *     each [outputs]
 */
public record WeightedLayer(String label, NDArray weight, List<NDArray> followers) {

    /** Returns the number of neurons or channels. */
    public int outputs() {
        return (int) weight.getShape().get(0);
    }

    /** Returns the number of weights that make one output. */
    public int weightsPerOutput() {
        return Math.toIntExact(weight.size() / outputs());
    }
}
