package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Slices of tensors along one axis. */
final class Slices {

    private Slices() {}

    /** Returns {@code tensor}, of a type of whole bytes, with only the given positions along {@code axis}. */
    static Tensor take(Tensor tensor, int axis, int[] positions) {
        int size = Math.toIntExact(tensor.dim(axis));
        int run = tensor.dataType().bits() / Byte.SIZE * tensor.inner(axis);
        ByteBuffer source = tensor.data();
        int outer = size * run == 0 ? 0 : source.capacity() / (size * run);
        ByteBuffer target = ByteBuffer.allocate(outer * positions.length * run).order(ByteOrder.LITTLE_ENDIAN);
        for (int o = 0; o < outer; o++) {
            for (int position : positions) {
                target.put(source.slice((o * size + position) * run, run));
            }
        }
        long[] dims = tensor.dims();
        dims[axis] = positions.length;
        return Tensor.of(tensor.dataType(), dims, target.flip());
    }
}
