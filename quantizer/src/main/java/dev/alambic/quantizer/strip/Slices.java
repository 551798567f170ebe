package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Tensor;

/** Slices of tensors along one axis. */
final class Slices {

    private Slices() {}

    /** Returns the float32 {@code tensor} with only the given positions along {@code axis}. */
    static Tensor take(Tensor tensor, int axis, int[] positions) {
        int size = Math.toIntExact(tensor.dim(axis));
        if (positions.length == size) {
            return tensor;
        }
        int inner = 1;
        for (int i = axis + 1; i < tensor.rank(); i++) {
            inner *= Math.toIntExact(tensor.dim(i));
        }
        float[] source = tensor.floats();
        int outer = source.length / (size * inner);
        float[] target = new float[outer * positions.length * inner];
        for (int o = 0; o < outer; o++) {
            for (int p = 0; p < positions.length; p++) {
                System.arraycopy(
                        source, (o * size + positions[p]) * inner, target, (o * positions.length + p) * inner, inner);
            }
        }
        long[] dims = tensor.dims();
        dims[axis] = positions.length;
        return Tensor.ofFloats(target, dims);
    }

    static int[] all(int size) {
        int[] positions = new int[size];
        for (int i = 0; i < size; i++) {
            positions[i] = i;
        }
        return positions;
    }
}
