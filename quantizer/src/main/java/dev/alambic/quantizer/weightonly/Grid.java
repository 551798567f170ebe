package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.HalfFloat;

/**
 * The numbers that a block can hold: scale * (code - zero), codes from 0 to 2^bits - 1.
 *
 * @param symmetric whether zero is always the middle, 2^(bits-1)
 * @param eitherSign whether a scale may be negative: symmetric codes reach one further down than up, so that the sign
 *     of the scale can give the further side to the larger extreme
 * @param scaleType FLOAT or FLOAT16
 */
record Grid(int bits, boolean symmetric, boolean eitherSign, DataType scaleType) {

    /** Returns the numbers of {@code bits} whose scales are of the type of {@code weight}. */
    static Grid of(int bits, WeightOnlyOptions options, boolean eitherSign, CompressibleWeight weight) {
        return new Grid(
                bits, options.codes().symmetric(), eitherSign, weight.tensor().dataType());
    }

    int levels() {
        return 1 << bits;
    }

    int middle() {
        return 1 << (bits - 1);
    }

    /** Returns {@code scale} as the file will hold it; 1 where it vanishes there. */
    float stored(double scale) {
        float rounded = scaleType == DataType.FLOAT16 ? half(scale) : (float) scale;
        return rounded == 0 || !Float.isFinite(1 / rounded) ? 1 : rounded;
    }

    private static float half(double scale) {
        double inside = Math.max(-HalfFloat.MAX_FLOAT16, Math.min(HalfFloat.MAX_FLOAT16, scale));
        return HalfFloat.fromFloat16(HalfFloat.toFloat16((float) inside));
    }

    int code(float value, float scale, int zero) {
        // halves to even, in float32, as QuantizeLinear rounds
        double code = Math.rint(value / scale) + zero;
        return (int) Math.max(0, Math.min(levels() - 1, code));
    }
}
