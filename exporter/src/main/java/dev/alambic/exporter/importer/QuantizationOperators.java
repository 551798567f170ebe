package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * QuantizeLinear and DequantizeLinear: between the two, levels are kept as floats so that the gradient can pass.
 * Together they round to the levels of an integer type and back, so that a network learns to live with it:
 *
 * <pre>{@code
 * q = clip(x / scale, lowest - zeroPoint, highest - zeroPoint);  y = round(q) * scale
 * }</pre>
 *
 * <p>Halves are rounded to even before the zero point is added. The gradient passes through the rounding unchanged and
 * is 0 where the value was clipped (Bengio et al., Estimating or Propagating Gradients Through Stochastic Neurons,
 * arXiv:1308.3432, section 4); that of the scale is (round(q) - q) inside and the bound outside (Esser et al., Learned
 * Step Size Quantization, arXiv:1902.08153, equation 3).
 */
final class QuantizationOperators {

    private QuantizationOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("QuantizeLinear", QuantizationOperators::quantize)
                .on("DequantizeLinear", QuantizationOperators::dequantize);
    }

    private static Operator quantize(NodeView node) {
        Levels levels = levels(node);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray steps = x.div(spread(node, call, call.array(1)));
            NDArray zero = zeroPoint(node, call);
            if (zero == null) {
                return round(steps.clip(levels.lowest(), levels.highest()));
            }
            NDArray lowest = call.scalar((double) levels.lowest(), zero).sub(zero);
            NDArray highest = call.scalar((double) levels.highest(), zero).sub(zero);
            return round(steps.maximum(lowest).minimum(highest)).add(zero);
        });
    }

    private static Operator dequantize(NodeView node) {
        return Operator.of(call -> {
            NDArray x = call.array(0).toType(call.floatType(), false);
            NDArray zero = zeroPoint(node, call);
            return (zero == null ? x : x.sub(zero)).mul(spread(node, call, call.array(1)));
        });
    }

    /** The type of the levels is that of the zero point, or is named (opset 21), or is uint8. */
    private static Levels levels(NodeView node) {
        DataType named =
                node.number("output_dtype", 0) == 0 ? DataType.UINT8 : node.type("output_dtype", DataType.UINT8);
        if (node.has(2) && node.constant(2).isEmpty()) {
            throw node.refuse("a constant zero point", "a computed one");
        }
        DataType type = node.constant(2).map(Tensor::dataType).orElse(named);
        if (type.isFloating()) {
            throw node.refuse("integer levels", type);
        }
        return Levels.of(type);
    }

    /** Returns the zero point as floats that fit the input, or null if it is 0 everywhere. */
    private static @Nullable NDArray zeroPoint(NodeView node, Call call) {
        if (!call.has(2) || Arrays.stream(call.numbers(2)).allMatch(zero -> zero == 0)) {
            return null;
        }
        return spread(node, call, call.array(2).toType(call.floatType(), false));
    }

    /**
     * Returns a scale or zero point in a shape that broadcasts with the input: per tensor, per index of an axis, per
     * block.
     */
    private static NDArray spread(NodeView node, Call call, NDArray factor) {
        if (factor.size() == 1) {
            return factor.reshape(new Shape());
        }
        Shape input = call.shape(0);
        int axis = call.axis(node.number("axis", 1), 0);
        if (factor.getShape().dimension() == 1 && node.number("block_size", 0) == 0) {
            return factor.reshape(Axes.along(axis, factor.size(), input.dimension()));
        }
        return blocks(factor, input, axis, node.number("block_size", 0));
    }

    /** Repeats each entry {@code size} times along {@code axis}; the last block may be shorter. */
    private static NDArray blocks(NDArray factor, Shape input, int axis, long size) {
        Shape split = new Shape(Axes.unsqueezed(factor.getShape().getShape(), new long[] {axis + 1}));
        Shape joined = Axes.with(factor.getShape(), axis, split.get(axis) * size);
        NDArray all = factor.reshape(split)
                .broadcast(Axes.with(split, axis + 1, size))
                .reshape(joined);
        if (joined.get(axis) == input.get(axis)) {
            return all;
        }
        NDIndex index = new NDIndex();
        for (int i = 0; i < joined.dimension(); i++) {
            index.addSliceDim(0, input.get(i));
        }
        return all.get(index);
    }

    /** Rounds halves to even; the gradient passes unchanged. */
    private static NDArray round(NDArray x) {
        return x.add(x.round().sub(x).stopGradient());
    }

    /** The integers that a type can hold. */
    private record Levels(long lowest, long highest) {

        static Levels of(DataType type) {
            return switch (type) {
                case INT8 -> new Levels(-128, 127);
                case UINT8 -> new Levels(0, 255);
                case INT16 -> new Levels(-32768, 32767);
                case UINT16 -> new Levels(0, 65535);
                case INT4 -> new Levels(-8, 7);
                case UINT4 -> new Levels(0, 15);
                default ->
                    throw new IllegalArgumentException(
                            "quantization is to integers (expected 4, 8 or 16 bits, was " + type + ")");
            };
        }
    }
}
