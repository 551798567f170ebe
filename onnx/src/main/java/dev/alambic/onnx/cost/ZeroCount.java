package dev.alambic.onnx.cost;

import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Counts the elements of stored weights that stand for something other than zero. */
final class ZeroCount {

    private ZeroCount() {}

    /** Returns the number of elements that differ from zero. Negative zero is zero, NaN is not. */
    static long nonZeros(Tensor weights) {
        return nonZeros(weights, ZeroPoints.same(0), 0);
    }

    /**
     * Returns the number of elements that differ from zero, or, of integers, from their zero point.
     *
     * @param padding how many elements at the end of each row are none
     */
    static long nonZeros(Tensor weights, ZeroPoints zeros, long padding) {
        if (weights.dataType().isFloating() && weights.dataType().bits() >= 16) {
            return nonZeroFloats(weights);
        }
        int bits = weights.dataType().bits();
        long width = weights.rank() == 0 ? 1 : weights.dim(weights.rank() - 1);
        ByteBuffer data = weights.data();
        long count = 0;
        for (long i = 0; i < weights.elementCount(); i++) {
            boolean isElement = padding == 0 || i % width < width - padding;
            count += isElement && code(data, i, bits) != zeros.at(i) ? 1 : 0;
        }
        return count;
    }

    private static long nonZeroFloats(Tensor weights) {
        long count = 0;
        for (float value : weights.floats()) {
            count += value == 0 ? 0 : 1;
        }
        return count;
    }

    /** Returns the bits of all elements; of floats that stand for integers, those that {@code bits} would hold. */
    static long[] codes(Tensor tensor, int bits) {
        long[] codes = new long[Math.toIntExact(tensor.elementCount())];
        if (tensor.dataType().isFloating()) {
            float[] values = tensor.floats();
            Arrays.setAll(codes, i -> bits == Byte.SIZE ? (byte) values[i] : (long) values[i]);
            return codes;
        }
        ByteBuffer data = tensor.data();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(data, i, tensor.dataType().bits());
        }
        return codes;
    }

    /** Returns the bits of element {@code index}; types below one byte are packed, first element in the low bits. */
    private static long code(ByteBuffer data, long index, int bits) {
        return switch (bits) {
            case 64 -> data.getLong(Math.toIntExact(index * 8));
            case 32 -> data.getInt(Math.toIntExact(index * 4));
            case 16 -> data.getShort(Math.toIntExact(index * 2));
            case 8 -> data.get(Math.toIntExact(index));
            default -> {
                int perByte = 8 / bits;
                int shift = (int) (index % perByte) * bits;
                yield data.get(Math.toIntExact(index / perByte)) >> shift & ((1 << bits) - 1);
            }
        };
    }
}
