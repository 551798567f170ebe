package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightRate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters of an initialized block by name, in its order: trainable ones and batch norm's running statistics. */
public final class Weights {

    private final Block block;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    private Weights(Block block) {
        this.block = block;
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

    /**
     * Freezes what a training has a rate of 0 for.
     *
     * @throws IllegalArgumentException if a rate is that of no weight, or nothing is left to train
     */
    public void freeze(TrainingSpec training) {
        for (WeightRate rate : training.rates()) {
            if (parameters.keySet().stream().noneMatch(rate::matches)) {
                throw new IllegalArgumentException("rates: no weight has a name like '" + rate.weights()
                        + "' (expected names such as "
                        + parameters.keySet().stream().limit(3).toList() + ")");
            }
        }
        parameters.forEach((name, parameter) -> {
            if (training.rate(name) == 0 && parameter.requiresGradient()) {
                parameter.freeze(true);
            }
        });
        if (trainable().isEmpty()) {
            throw new IllegalArgumentException(
                    "rates: every weight is frozen (expected one to train, was " + training.rates() + ")");
        }
    }

    /** Returns the number of trainable values; batch norm's running statistics do not count. */
    public long count() {
        return trainable().values().stream().mapToLong(NDArray::size).sum();
    }

    /** Returns the layers with a weight of at least two axes, in order. */
    public List<WeightedLayer> layers() {
        return block instanceof TrainableGraph graph ? GraphLayers.of(graph, trainable()) : blockLayers();
    }

    private List<WeightedLayer> blockLayers() {
        List<WeightedLayer> layers = new ArrayList<>();
        int linear = 0;
        int conv = 0;
        List<NDArray> followers = new ArrayList<>();
        for (Map.Entry<String, NDArray> entry : trainable().entrySet()) {
            NDArray array = entry.getValue();
            int rank = array.getShape().dimension();
            if (entry.getKey().endsWith("_" + TokenEmbedding.TABLE)) {
                continue; // its rows are words
            }
            if (rank >= 2) {
                String label = rank == 2 ? "linear" + ++linear : "conv" + ++conv;
                followers = new ArrayList<>();
                layers.add(new WeightedLayer(label, array, 0, followers));
            } else if (!layers.isEmpty()
                    && array.size() == layers.get(layers.size() - 1).outputs()) {
                followers.add(array);
            }
        }
        return layers;
    }

    /** Returns a copy of all values that training changes, running statistics included. */
    public Map<String, float[]> snapshot() {
        Map<String, float[]> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (changes(parameter)) {
                values.put(name, parameter.getArray().toFloatArray());
            }
        });
        return values;
    }

    private static boolean changes(Parameter parameter) {
        return parameter.requiresGradient()
                || switch (parameter.getType()) {
                    case WEIGHT, BIAS, GAMMA, BETA -> false;
                    case RUNNING_MEAN, RUNNING_VAR, OTHER -> true;
                };
    }

    /**
     * Sets all values that training changes.
     *
     * @throws IllegalArgumentException if the names or sizes are not those of this block
     */
    public void restore(Map<String, float[]> values) {
        Set<String> expected = parameters.entrySet().stream()
                .filter(entry -> changes(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (!values.keySet().equals(expected)) {
            throw new IllegalArgumentException(
                    "weights: of another network (expected " + expected + ", was " + values.keySet() + ")");
        }
        values.forEach((name, array) ->
                set(name, Objects.requireNonNull(parameters.get(name)).getArray(), array));
    }

    private static void set(String name, NDArray array, float[] values) {
        if (array.size() != values.length) {
            throw new IllegalArgumentException(
                    name + ": of another size (expected " + array.size() + ", was " + values.length + ")");
        }
        array.set(values);
    }
}
