package dev.alambic.onnx.graph;

/** Conversions between float32 and the two 16-bit floating-point formats; all round to nearest, ties to even. */
public final class HalfFloat {

    /** The largest finite float16. */
    public static final float MAX_FLOAT16 = 65504f;

    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;
    private static final int NAN = 0x7e00;

    private HalfFloat() {}

    /** Returns the float16 bits nearest to {@code value}; beyond the range it is an infinity (IEEE 754, binary16). */
    public static short toFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & SIGN;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | NAN);
        }
        if (magnitude >= 0x47800000) { // 65536 and above
            return (short) (sign | INFINITY);
        }
        if (magnitude >= 0x38800000) { // normal: the carry of rounding runs into the exponent as it should
            int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
            return (short) (sign | ((rounded - 0x38000000) >>> 13));
        }
        // subnormal: adding 2^-1 * ulp-aligned constant lets the FPU round at bit 2^-24
        float aligned = Float.intBitsToFloat(magnitude) + 0.5f;
        return (short) (sign | (Float.floatToRawIntBits(aligned) - 0x3f000000));
    }

    /** Returns the exact float32 value of float16 bits. */
    public static float fromFloat16(short half) {
        int sign = (half & SIGN) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
        }
        if (exponent == 0) {
            float value = mantissa * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
    }

    /** Returns the bfloat16 bits nearest to {@code value}. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** Returns the exact float32 value of bfloat16 bits. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
