package dev.alambic.quantizer.precision;

import dev.alambic.onnx.file.Scratch;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * A float32 tensor in 16 bits, and what that did to it.
 *
 * @param tensor FLOAT16 or BFLOAT16
 * @param outside elements beyond the largest finite number of the type, NaN included, that were clamped to it (NaN
 *     stays)
 * @param vanished elements that are not zero, but below half of the smallest number of the type
 * @param largest the largest magnitude before
 */
record Narrowing(Tensor tensor, long outside, long vanished, float largest) {

    /** Below this, float16 has less than its full precision: 2^-14. */
    static final float SMALLEST_NORMAL = 0x1p-14f;

    private static final short SMALLEST = 1;

    /**
     * Rounds {@code tensor} to nearest.
     *
     * @param keepNonzero whether what would vanish becomes the smallest number of its sign instead, so that it can
     *     still be divided by
     */
    static Narrowing of(Tensor tensor, DataType type, boolean keepNonzero) {
        boolean half = type == DataType.FLOAT16;
        float limit = half ? HalfFloat.MAX_FLOAT16 : Float.intBitsToFloat(0x7f7f0000);
        ByteBuffer narrow = Scratch.allocate(Short.BYTES * tensor.elementCount());
        FloatBuffer wide = tensor.data().asFloatBuffer();
        long outside = 0;
        long vanished = 0;
        float largest = 0;
        while (wide.hasRemaining()) {
            float value = wide.get();
            float inside = Math.max(-limit, Math.min(limit, value));
            outside += Math.abs(value) <= limit ? 0 : 1;
            largest = Math.max(largest, Math.abs(value));
            short bits = half ? HalfFloat.toFloat16(inside) : HalfFloat.toBfloat16(inside);
            if (value != 0 && (bits & 0x7fff) == 0) {
                vanished++;
                bits = keepNonzero ? (short) (bits | SMALLEST) : bits;
            }
            narrow.putShort(bits);
        }
        return new Narrowing(Tensor.of(type, tensor.dims(), narrow.rewind()), outside, vanished, largest);
    }

    /** Returns whether float16 cannot hold the tensor as a whole: elements beyond its range, or all below it. */
    boolean isLost() {
        return outside > 0 || (tensor.dataType() == DataType.FLOAT16 && largest > 0 && largest < SMALLEST_NORMAL);
    }
}
