package dev.alambic.quantizer.strip;

import dev.alambic.onnx.graph.Tensor;
import java.util.BitSet;

/**
 * The weight of a Gemm, MatMul or Conv as a matrix of kernels [output][input][kernel], whichever way it is laid out.
 *
 * @param tensor float32, of rank 2 or more
 * @param outputAxis axis of the output channels, 0 or 1
 */
record Kernels(Tensor tensor, int outputAxis) {

    int outputs() {
        return Math.toIntExact(tensor.dim(outputAxis));
    }

    int inputs() {
        return Math.toIntExact(tensor.dim(1 - outputAxis));
    }

    /** Returns for each output channel the inputs that it has a weight other than zero for. */
    BitSet[] used() {
        BitSet[] used = new BitSet[outputs()];
        for (int o = 0; o < used.length; o++) {
            used[o] = new BitSet(inputs());
        }
        float[] values = tensor.floats();
        int columns = Math.toIntExact(tensor.dim(1));
        int kernel = kernel();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                int row = i / kernel / columns;
                int column = i / kernel % columns;
                used[outputAxis == 0 ? row : column].set(outputAxis == 0 ? column : row);
            }
        }
        return used;
    }

    private int kernel() {
        int kernel = 1;
        for (int axis = 2; axis < tensor.rank(); axis++) {
            kernel *= Math.toIntExact(tensor.dim(axis));
        }
        return kernel;
    }

    /** Returns the sums of the kernels, output-major: what each input contributes if it is 1 everywhere. */
    double[] sums() {
        float[] values = tensor.floats();
        int columns = Math.toIntExact(tensor.dim(1));
        int kernel = kernel();
        double[] sums = new double[outputs() * inputs()];
        for (int i = 0; i < values.length; i++) {
            int row = i / kernel / columns;
            int column = i / kernel % columns;
            sums[outputAxis == 0 ? row * inputs() + column : column * inputs() + row] += values[i];
        }
        return sums;
    }
}
