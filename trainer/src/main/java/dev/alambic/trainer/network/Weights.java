package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of an initialized block by name, in its order: trainable ones and batch norm's running statistics. */
public final class Weights {

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    private Weights(Block block) {
        block.getParameters().forEach(pair -> parameters.put(pair.getKey(), pair.getValue()));
    }

    public static Weights of(Block block) {
        return new Weights(block);
    }

    /** Returns the arrays that a gradient changes. */
    public Map<String, NDArray> trainable() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                arrays.put(name, parameter.getArray());
            }
        });
        return Collections.unmodifiableMap(arrays);
    }

    /** Returns the number of trainable values; batch norm's running statistics do not count. */
    public long count() {
        return trainable().values().stream().mapToLong(NDArray::size).sum();
    }

    /** Returns the layers with a weight of at least two axes, [outputs, inputs, ...], in order. */
    public List<WeightedLayer> layers() {
        List<WeightedLayer> layers = new ArrayList<>();
        int linear = 0;
        int conv = 0;
        List<NDArray> followers = new ArrayList<>();
        for (Map.Entry<String, NDArray> entry : trainable().entrySet()) {
            NDArray array = entry.getValue();
            int rank = array.getShape().dimension();
            if (rank >= 2) {
                String label = rank == 2 ? "linear" + ++linear : "conv" + ++conv;
                followers = new ArrayList<>();
                layers.add(new WeightedLayer(label, array, followers));
            } else if (!layers.isEmpty()
                    && array.size() == layers.get(layers.size() - 1).outputs()) {
                followers.add(array);
            }
        }
        return layers;
    }

    /** Returns a copy of all values, running statistics included. */
    public Map<String, float[]> snapshot() {
        Map<String, float[]> values = new LinkedHashMap<>();
        parameters.forEach(
                (name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
        return values;
    }

    /**
     * Sets all values.
     *
     * @throws IllegalArgumentException if the names or sizes are not those of this block
     */
    public void restore(Map<String, float[]> values) {
        if (!values.keySet().equals(parameters.keySet())) {
            throw new IllegalArgumentException(
                    "weights: of another network (expected " + parameters.keySet() + ", was " + values.keySet() + ")");
        }
        values.forEach((name, array) -> set(name, array(name), array));
    }

    private NDArray array(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new AssertionError("bug: no parameter " + name);
        }
        return parameter.getArray();
    }

    private static void set(String name, NDArray array, float[] values) {
        if (array.size() != values.length) {
            throw new IllegalArgumentException(
                    name + ": of another size (expected " + array.size() + ", was " + values.length + ")");
        }
        array.set(values);
    }
}
