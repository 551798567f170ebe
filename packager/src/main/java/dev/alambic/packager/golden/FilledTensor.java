package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleSupplier;

/** Tensors of numbers of any type. */
final class FilledTensor {

    private FilledTensor() {}

    /** Returns a tensor of the numbers that {@code source} gives, rounded towards zero for whole numbers. */
    static Tensor of(DataType type, long[] dims, DoubleSupplier source) {
        int elements = 1;
        for (long dim : dims) {
            elements = Math.toIntExact(elements * dim);
        }
        if (type.isFloating()) {
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = (float) source.getAsDouble();
            }
            return Tensor.ofFloats(type, values, dims);
        }
        int bytes = type.bits() / Byte.SIZE;
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(elements, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            long value = (long) source.getAsDouble();
            for (int b = 0; b < bytes; b++) {
                data.put((byte) (value >> (b * Byte.SIZE)));
            }
        }
        return Tensor.of(type, dims, data.flip());
    }
}
