package dev.alambic.exporter.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.DataType;
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
    private final float[] scales;
    private final long zeroPoint;
    /** -1 = one scale for all. */
    private final int axis;

    private FakeQuantization(DataType type, float[] scales, long zeroPoint, int axis) {
        Levels levels = Levels.of(type);
        for (float scale : scales) {
            if (!(scale > 0) || Float.isInfinite(scale)) {
                throw new IllegalArgumentException("a scale is positive and finite, was " + scale);
            }
        }
        if (zeroPoint < levels.lowest() || zeroPoint > levels.highest()) {
            throw new IllegalArgumentException("a zero point is one of the levels (expected " + levels.lowest() + " to "
                    + levels.highest() + ", was " + zeroPoint + ")");
        }
        this.type = type;
        this.scales = scales.clone();
        this.zeroPoint = zeroPoint;
        this.axis = axis;
    }

    /**
     * One scale for the whole tensor.
     *
     * @param scale size of a step, above 0
     * @param zeroPoint the level that stands for 0
     * @param type an integer type of 4, 8 or 16 bits
     */
    public static FakeQuantization perTensor(float scale, long zeroPoint, DataType type) {
        return new FakeQuantization(type, new float[] {scale}, zeroPoint, -1);
    }

    /**
     * A scale for each index of {@code axis}, and zero point 0, as weights have it.
     *
     * @param scales sizes of a step, above 0, one for each index of the axis
     * @param type an integer type of 4, 8 or 16 bits
     */
    public static FakeQuantization perChannel(float[] scales, int axis, DataType type) {
        return new FakeQuantization(type, scales, 0, axis);
    }

    @Override
    public NDArray apply(NDArray x) {
        NDArray scale = scale(x);
        Levels levels = Levels.of(type);
        return round(x.div(scale).clip(levels.lowest() - zeroPoint, levels.highest() - zeroPoint))
                .mul(scale);
    }

    private NDArray scale(NDArray x) {
        NDArray scale = Constants.owned(x.getManager().create(scales)).toType(x.getDataType(), false);
        long[] dims = new long[x.getShape().dimension()];
        Arrays.fill(dims, 1);
        if (axis >= 0) {
            dims[axis] = scales.length;
        }
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
