package dev.alambic.exporter.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization: (x - mean) / sqrt(variance + epsilon) * scale + bias over the last axes (Ba, Kiros, Hinton,
 * arXiv:1607.06450, section 3), alone and after the sum of a residual connection.
 */
final class LayerNormalizationOperators {

    private LayerNormalizationOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("LayerNormalization", LayerNormalizationOperators::layerNormalization)
                .on("com.microsoft::SkipLayerNormalization", LayerNormalizationOperators::skip);
    }

    /** The two parameters, of the extents of the normalized axes. */
    private record Affine(NDArray scale, @Nullable NDArray bias) {}

    private static Operator layerNormalization(NodeView node) {
        long axis = node.number("axis", -1);
        float epsilon = node.real("epsilon", 1e-5f);
        boolean statistics = node.asksFor(1) || node.asksFor(2);
        return Operator.ofMany(call -> {
            int from = call.axis(axis, 0);
            Affine affine = new Affine(call.array(1), call.optional(2));
            return statistics
                    ? withStatistics(call, from, affine, epsilon)
                    : new NDList(normalized(call.array(0), from, affine, epsilon));
        });
    }

    private static NDArray normalized(NDArray x, int from, Affine affine, float epsilon) {
        Shape normalized = x.getShape().slice(from);
        NDArray scale = affine.scale().broadcast(normalized);
        NDArray bias = affine.bias() == null
                ? scale.zerosLike().stopGradient()
                : affine.bias().broadcast(normalized);
        return x.getNDArrayInternal()
                .layerNorm(x, normalized, scale, bias, epsilon)
                .get(0);
    }

    private static NDList withStatistics(Call call, int from, Affine affine, float epsilon) {
        NDArray x = call.array(0);
        long rows = x.getShape().slice(0, from).size();
        NDArray flat = x.reshape(rows, x.size() / rows);
        NDArray mean = flat.mean(new int[] {1}, true);
        NDArray variance = flat.sub(mean).square().mean(new int[] {1}, true);
        NDArray factor =
                call.scalar(1, x).div(variance.add(call.scalar(epsilon, x)).sqrt());
        long[] reduced = x.getShape().getShape().clone();
        Arrays.fill(reduced, from, reduced.length, 1);
        return new NDList(
                normalized(x, from, affine, epsilon),
                mean.reshape(new Shape(reduced)),
                factor.reshape(new Shape(reduced)));
    }

    /** ONNX Runtime's operator: inputs x, skip, gamma, beta, bias; outputs y, mean, deviation, sum. */
    private static Operator skip(NodeView node) {
        float epsilon = node.real("epsilon", 1e-12f);
        if (node.asksFor(1) || node.asksFor(2)) {
            throw node.refuse("no statistics as outputs", "mean or deviation is asked for");
        }
        return call -> {
            NDArray pair = call.array(0).add(call.array(1));
            NDArray sum = call.has(4) ? pair.add(call.array(4)) : pair;
            Affine affine = new Affine(call.array(2), call.optional(3));
            Value result = new Value.Computed(normalized(sum, sum.getShape().dimension() - 1, affine, epsilon));
            return Arrays.asList(result, result, result, new Value.Computed(sum));
        };
    }
}
