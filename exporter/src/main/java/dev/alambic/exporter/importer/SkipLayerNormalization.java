package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * ONNX Runtime's layer normalization after the sum of a residual connection: inputs x, skip, gamma, beta, bias; outputs
 * y, mean, deviation, sum.
 */
final class SkipLayerNormalization {

    private SkipLayerNormalization() {}

    static Operator bind(NodeView node) {
        float epsilon = node.real("epsilon", 1e-12f);
        if (node.asksFor(1) || node.asksFor(2)) {
            throw node.refuse("no statistics as outputs", "mean or deviation is asked for");
        }
        return call -> {
            NDArray pair = call.array(0).add(call.array(1));
            NDArray sum = call.has(4) ? pair.add(call.array(4)) : pair;
            Shape row = sum.getShape().slice(sum.getShape().dimension() - 1);
            NDArray gamma = call.array(2);
            NDArray beta = call.has(3)
                    ? call.array(3)
                    : call.table("zeros " + row, () -> call.manager().zeros(row, call.floatType()));
            Value result = new Value.Computed(sum.getNDArrayInternal()
                    .layerNorm(sum, row, gamma, beta, epsilon)
                    .get(0));
            return Arrays.asList(result, result, result, new Value.Computed(sum));
        };
    }
}
