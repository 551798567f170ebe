package dev.alambic.onnx.view;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The weight of a Gemm, MatMul, Conv or ConvTranspose as a matrix of kernels [output][input][kernel], whichever way it
 * is laid out.
 *
 * @param tensor float32, of rank 2 or more
 * @param outputAxis axis of the output channels, 0 or 1
 */
public record KernelView(Tensor tensor, int outputAxis) {
    public int outputs() {
        return Math.toIntExact(tensor.dim(outputAxis));
    }

    /** Returns the channels of the input, those of one group. */
    public int inputs() {
        return Math.toIntExact(tensor.dim(1 - outputAxis));
    }

    /** Returns the output channel that element {@code i} belongs to. */
    public int output(int i) {
        return position(i, outputAxis);
    }

    /** Returns the input channel that element {@code i} belongs to, within its group. */
    public int input(int i) {
        return position(i, 1 - outputAxis);
    }

    private int position(int i, int axis) {
        int kernel = i / tensor.inner(1);
        int columns = Math.toIntExact(tensor.dim(1));
        return axis == 0 ? kernel / columns : kernel % columns;
    }

    /** Returns for each output channel the inputs that it has a weight other than zero for. */
    public BitSet[] used() {
        BitSet[] used = new BitSet[outputs()];
        Arrays.setAll(used, o -> new BitSet(inputs()));
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                used[output(i)].set(input(i));
            }
        }
        return used;
    }

    /** Returns the sums of the kernels, output-major: what each input contributes if it is 1 everywhere. */
    public double[] sums() {
        float[] values = tensor.floats();
        double[] sums = new double[outputs() * inputs()];
        for (int i = 0; i < values.length; i++) {
            sums[output(i) * inputs() + input(i)] += values[i];
        }
        return sums;
    }

    /**
     * Returns the third input of {@code node} as one number for each output channel, the factor of a Gemm included;
     * zeros if there is none, empty if it is neither one constant nor one for each.
     */
    public static Optional<double[]> bias(Graph graph, Node node, int outputs) {
        double[] bias = new double[outputs];
        if (node.input(2).isEmpty()) {
            return Optional.of(bias);
        }
        double beta = node.is("Gemm") ? node.floatAttribute("beta", 1) : 1;
        return graph.floatingConstant(node, 2)
                .filter(row -> row.elementCount() == 1 || ProductView.isRow(row, outputs))
                .map(row -> {
                    float[] values = row.floats();
                    Arrays.setAll(bias, o -> beta * values[values.length == 1 ? 0 : o]);
                    return bias;
                });
    }
}
