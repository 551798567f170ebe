package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.alambic.trainer.spec.WeightInit;
import java.util.Optional;

/** Says what the weights and biases of layers will be drawn from. */
final class FirstWeights {

    private FirstWeights() {}

    /**
     * Sets it for a layer that is not initialized yet, and returns the layer; of a group of layers, for each of them.
     * Gains and offsets of normalization stay 1 and 0.
     */
    static <B extends Block> B set(B layer, WeightInit init) {
        weight(layer).ifPresent(weight -> {
            layer.setInitializer((manager, shape, type) -> draw(init, manager, shape, type), Parameter.Type.WEIGHT);
            layer.setInitializer(
                    (manager, shape, type) -> bias(init, weight, manager, shape, type), Parameter.Type.BIAS);
        });
        layer.getChildren().values().forEach(child -> set(child, init));
        return layer;
    }

    private static Optional<Parameter> weight(Block layer) {
        return layer.getDirectParameters().values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
                .findFirst();
    }

    private static NDArray draw(WeightInit init, NDManager manager, Shape shape, DataType type) {
        double in = fanIn(shape);
        double both = in + shape.get(0) * in / shape.get(1);
        return switch (init) {
            case PYTORCH -> uniform(1 / (3 * in), manager, shape, type);
            case HE_NORMAL -> normal(2 / in, manager, shape, type);
            case HE_UNIFORM -> uniform(2 / in, manager, shape, type);
            case GLOROT_NORMAL -> normal(2 / both, manager, shape, type);
            case GLOROT_UNIFORM -> uniform(2 / both, manager, shape, type);
            case ZEROS -> manager.zeros(shape, type);
        };
    }

    private static NDArray bias(WeightInit init, Parameter weight, NDManager manager, Shape shape, DataType type) {
        return init == WeightInit.PYTORCH
                ? uniform(1 / (3 * fanIn(weight.getShape())), manager, shape, type)
                : manager.zeros(shape, type);
    }

    /** Returns how many values go into one output of a weight [outputs, inputs, ...]. */
    private static double fanIn(Shape weight) {
        return weight.slice(1).size();
    }

    private static NDArray uniform(double variance, NDManager manager, Shape shape, DataType type) {
        float bound = (float) Math.sqrt(3 * variance);
        return manager.randomUniform(-bound, bound, shape, type);
    }

    private static NDArray normal(double variance, NDManager manager, Shape shape, DataType type) {
        return manager.randomNormal(0, (float) Math.sqrt(variance), shape, type);
    }
}
