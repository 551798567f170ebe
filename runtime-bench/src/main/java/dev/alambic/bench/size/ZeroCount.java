package dev.alambic.bench.size;

import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Counts the elements of stored weights that stand for something other than zero. */
final class ZeroCount {

    private ZeroCount() {}

    /**
     * Returns the number of elements that differ from zero, or from their zero point. Negative zero is zero, NaN is
     * not.
     *
     * @param zeroPoint of the type of {@code weights}, one element or one for each index along {@code axis}; null for 0
     */
    static long nonZeros(Tensor weights, @Nullable Tensor zeroPoint, int axis) {
        if (weights.dataType().isFloating() && weights.dataType().bits() >= 16) {
            return nonZeroFloats(weights);
        }
        int bits = weights.dataType().bits();
        long[] zeros = zeroPoint == null ? new long[] {0} : codes(zeroPoint, bits);
        long inner = zeros.length == 1 ? weights.elementCount() : innerSize(weights, axis);
        ByteBuffer data = weights.data();
        long count = 0;
        for (long i = 0; i < weights.elementCount(); i++) {
            long zero = zeros.length == 1 ? zeros[0] : zeros[(int) (i / inner % zeros.length)];
            count += code(data, i, bits) == zero ? 0 : 1;
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

    private static long innerSize(Tensor weights, int axis) {
        long size = 1;
        for (int i = Math.floorMod(axis, weights.rank()) + 1; i < weights.rank(); i++) {
            size *= weights.dim(i);
        }
        return Math.max(1, size);
    }

    private static long[] codes(Tensor tensor, int bits) {
        ByteBuffer data = tensor.data();
        long[] codes = new long[Math.toIntExact(tensor.elementCount())];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(data, i, bits);
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
