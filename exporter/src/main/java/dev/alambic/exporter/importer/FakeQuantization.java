package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Rounds to the levels of an integer type and back, in floating point, so that a network learns to live with it:
 *
 * <pre>{@code
 * q = clip(x / scale, lowest - zeroPoint, highest - zeroPoint);  y = round(q) * scale
 * }</pre>
 *
 * <p>This is QuantizeLinear followed by DequantizeLinear of the ONNX standard, to the last bit: halves are rounded to
 * even before the zero point is added. The gradient passes through the rounding unchanged and is 0 where the value was
 * clipped (Bengio et al., Estimating or Propagating Gradients Through Stochastic Neurons, arXiv:1308.3432, section 4);
 * that of the scale is (round(q) - q) inside and the bound outside (Esser et al., Learned Step Size Quantization,
 * arXiv:1902.08153, equation 3).
 *
 * <pre>{@code
 * block.hookParameter("conv.weight", FakeQuantization.perChannel(scales, 0, DataType.INT8));
 * }</pre>
 */
public final class FakeQuantization implements UnaryOperator<NDArray> {

    private final DataType type;
    /** Rank 0 = one for all; rank 1 = one for each index of the axis; else one for each block along it. */
    private final Tensor scales;

    private final long zeroPoint;
    private final int axis;
    /** Elements of a block; 0 = no blocks. */
    private final int block;

    private FakeQuantization(DataType type, Tensor scales, long zeroPoint, int axis, int block) {
        Levels levels = Levels.of(type);
        for (float scale : scales.floats()) {
            if (!(scale > 0) || Float.isInfinite(scale)) {
                throw new IllegalArgumentException("a scale is positive and finite, was " + scale);
            }
        }
        if (zeroPoint < levels.lowest() || zeroPoint > levels.highest()) {
            throw new IllegalArgumentException("a zero point is one of the levels (expected " + levels.lowest() + " to "
                    + levels.highest() + ", was " + zeroPoint + ")");
        }
        this.type = type;
        this.scales = scales;
        this.zeroPoint = zeroPoint;
        this.axis = axis;
        this.block = block;
    }

    /**
     * One scale for the whole tensor.
     *
     * @param scale size of a step, above 0
     * @param zeroPoint the level that stands for 0
     * @param type an integer type of 4, 8 or 16 bits
     */
    public static FakeQuantization perTensor(float scale, long zeroPoint, DataType type) {
        return new FakeQuantization(type, Tensor.scalar(scale), zeroPoint, 0, 0);
    }

    /**
     * A scale for each index of {@code axis}, and zero point 0, as weights have it.
     *
     * @param scales sizes of a step, above 0, one for each index of the axis
     * @param type an integer type of 4, 8 or 16 bits
     */
    public static FakeQuantization perChannel(float[] scales, int axis, DataType type) {
        return new FakeQuantization(type, Tensor.ofFloats(scales, scales.length), 0, axis, 0);
    }

    /**
     * A scale for each block of {@code block} elements along {@code axis}, and zero point 0, as 4-bit weights have it;
     * the last block may be shorter.
     *
     * @param scales sizes of a step, above 0, float32, in the shape of the weight but for the axis, which counts blocks
     * @param type an integer type of 4, 8 or 16 bits
     */
    public static FakeQuantization perBlock(Tensor scales, int axis, int block, DataType type) {
        if (block < 1 || axis < 0 || axis >= scales.rank()) {
            throw new IllegalArgumentException(
                    "a block has elements along an axis of the scales (expected at least 1 and" + " an axis below "
                            + scales.rank() + ", was " + block + " and " + axis + ")");
        }
        return new FakeQuantization(type, scales, 0, axis, block);
    }

    @Override
    public NDArray apply(NDArray x) {
        NDArray scale = scale(x);
        Levels levels = Levels.of(type);
        return round(x.div(scale).clip(levels.lowest() - zeroPoint, levels.highest() - zeroPoint))
                .mul(scale);
    }

    private NDArray scale(NDArray x) {
        NDArray scale = Constants.arrayOf(x.getManager(), scales, x.getDataType());
        if (block > 0) {
            return QuantizationOperators.blocks(scale, x.getShape(), axis, block);
        }
        if (scales.rank() == 0) {
            return scale;
        }
        long[] dims = new long[x.getShape().dimension()];
        Arrays.fill(dims, 1);
        dims[axis] = scales.elementCount();
        return scale.reshape(new Shape(dims));
    }

    /** Rounds halves to even; the gradient passes unchanged. */
    static NDArray round(NDArray x) {
        return x.add(x.round().sub(x).stopGradient());
    }

    /** The integers that a type can hold. */
    record Levels(long lowest, long highest) {

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
