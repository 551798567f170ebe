package dev.alambic.exporter.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/** Operators that bring values to mean 0 and variance 1 and then scale and shift them. */
final class NormalizationOperators {

    private NormalizationOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("BatchNormalization", NormalizationOperators::batchNormalization)
                .on("LayerNormalization", NormalizationOperators::layerNormalization);
    }

    /** By the running statistics; in training by those of the batch, which then move the running ones. */
    private static Operator batchNormalization(NodeView node) {
        float epsilon = node.real("epsilon", 1e-5f);
        float momentum = node.real("momentum", 0.9f);
        if (node.flag("training_mode", false) || node.asksFor(1)) {
            throw node.refuse("a network as it is used", "training mode");
        }
        return Operator.of(call -> {
            NDArray x = call.array(0);
            return x.getNDArrayInternal()
                    .batchNorm(
                            x,
                            call.array(3),
                            call.array(4),
                            call.array(1),
                            call.array(2),
                            1,
                            momentum,
                            epsilon,
                            call.training())
                    .get(0);
        });
    }

    private static Operator layerNormalization(NodeView node) {
        long axis = node.number("axis", -1);
        float epsilon = node.real("epsilon", 1e-5f);
        if (node.asksFor(1) || node.asksFor(2)) {
            throw node.refuse("one output", "mean or deviation is asked for");
        }
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Shape normalized = x.getShape().slice(call.axis(axis, 0));
            NDArray scale = call.array(1).reshape(normalized);
            NDArray bias = call.has(2) ? call.array(2).reshape(normalized) : scale.zerosLike();
            NDList result = x.getNDArrayInternal().layerNorm(x, normalized, scale, bias, epsilon);
            return result.get(0);
        });
    }
}
