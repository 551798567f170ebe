package dev.alambic.quantizer.strip;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.ValueAxis;
import dev.alambic.onnx.view.KernelView;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Tells what each node adds up with weights that are known: Gemm and MatMul, whichever factor is the weight, Conv and
 * ConvTranspose of one group, LSTM.
 */
final class Sums {
    private final DependencyGraph dependencies;
    private final Graph graph;

    Sums(DependencyGraph dependencies) {
        this.dependencies = dependencies;
        this.graph = dependencies.model().graph();
    }

    List<Sum> of(Node node) {
        if (!node.isStandard() || node.inputs().size() < 2) {
            return List.of();
        }
        return switch (node.opType()) {
            case "Gemm" -> matrix(node, node.intAttribute("transB", 0) != 0 ? 0 : 1, 1);
            case "MatMul" -> matrix(node, 1, rank(node.inputs().get(0)) - 1);
            case "Conv", "ConvTranspose" -> convolution(node);
            case "LSTM", "GRU", "RNN" -> recurrent(node);
            default -> List.of();
        };
    }

    private int rank(String value) {
        return dependencies.dims(value).map(dims -> dims.length).orElse(0);
    }

    private List<Sum> matrix(Node node, int outputAxis, int axis) {
        Optional<Tensor> weight = graph.floatingConstant(node, 1);
        if (node.intAttribute("transA", 0) != 0) {
            return List.of();
        }
        if (weight.isEmpty()) {
            return weightFirst(node);
        }
        if (axis < 1) {
            return List.of();
        }
        if (weight.get().rank() > 2) {
            return List.of(new Sum(
                    node,
                    new ValueAxis(node.inputs().get(0), axis),
                    new ValueAxis(node.output(), rank(node.output()) - 1),
                    reads(weight.get(), false),
                    null));
        }
        if (weight.get().rank() < 2) {
            return List.of();
        }
        KernelView kernels = new KernelView(weight.get(), outputAxis);
        boolean takesBias = node.is("MatMul") || Bias.isRow(graph, node, kernels.outputs());
        return List.of(sum(node, axis, kernels, takesBias));
    }

    /** A product by a weight on the left, which adds up the rows of the other factor. */
    private List<Sum> weightFirst(Node node) {
        Optional<Tensor> weight = graph.floatingConstant(node, 0).filter(tensor -> tensor.rank() >= 2);
        int rank = rank(node.inputs().get(1));
        if (weight.isEmpty() || rank < 2) {
            return List.of();
        }
        int axis = node.intAttribute("transB", 0) != 0 ? 1 : rank - 2;
        return List.of(new Sum(
                node,
                new ValueAxis(node.inputs().get(1), axis),
                new ValueAxis(node.output(), rank(node.output()) - 2),
                reads(weight.get(), true),
                null));
    }

    /**
     * Returns which positions each output reads in any of the matrices of a tensor.
     *
     * @param byRow whether the outputs are the rows of the matrices, else their columns
     */
    private static BitSet[] reads(Tensor weight, boolean byRow) {
        int rows = Math.toIntExact(weight.dim(weight.rank() - 2));
        int columns = Math.toIntExact(weight.dim(weight.rank() - 1));
        BitSet[] reads = new BitSet[byRow ? rows : columns];
        Arrays.setAll(reads, any -> new BitSet());
        float[] values = weight.floats();
        for (int i = 0; i < values.length; i++) {
            int row = i / columns % rows;
            if (values[i] != 0) {
                reads[byRow ? row : i % columns].set(byRow ? i % columns : row);
            }
        }
        return reads;
    }

    private List<Sum> convolution(Node node) {
        Optional<Tensor> weight = graph.floatingConstant(node, 1);
        if (weight.isEmpty() || node.intAttribute("group", 1) != 1) {
            return List.of();
        }
        KernelView kernels = new KernelView(weight.get(), node.is("Conv") ? 0 : 1);
        boolean uniform = node.is("Conv") && !isPadded(node) && Bias.isRow(graph, node, kernels.outputs());
        return List.of(sum(node, 1, kernels, uniform));
    }

    private static Sum sum(Node node, int axis, KernelView kernels, boolean takesConstants) {
        ValueAxis input = new ValueAxis(node.inputs().get(0), axis);
        ValueAxis output = new ValueAxis(node.output(), axis);
        return new Sum(node, input, output, kernels.used(), takesConstants ? kernels : null);
    }

    /** Returns whether {@code node} may read zeros beyond the border of its input. */
    static boolean isPadded(Node node) {
        String auto = node.textAttribute("auto_pad", "NOTSET");
        return auto.startsWith("SAME")
                || (auto.equals("NOTSET")
                        && node.intsAttribute("pads")
                                .filter(pads -> Arrays.stream(pads).anyMatch(pad -> pad != 0))
                                .isPresent());
    }

    /** Two sums, over the inputs and over the hidden units; both lead to the hidden units. */
    private List<Sum> recurrent(Node node) {
        Optional<Tensor> w = graph.floatingConstant(node, 1);
        Optional<Tensor> r = graph.floatingConstant(node, 2);
        if (w.isEmpty() || r.isEmpty()) {
            return List.of();
        }
        int hidden = Math.toIntExact(r.get().dim(2));
        ValueAxis units = new ValueAxis(node.inputs().get(2), 2);
        return List.of(
                new Sum(node, new ValueAxis(node.inputs().get(0), 2), units, reads(w.get(), hidden), null),
                new Sum(node, units, units, reads(r.get(), hidden), null));
    }

    /** @param weight [directions, gates * hidden, inputs] */
    private static BitSet[] reads(Tensor weight, int hidden) {
        BitSet[] reads = new BitSet[hidden];
        Arrays.setAll(reads, h -> new BitSet());
        float[] values = weight.floats();
        int inputs = Math.toIntExact(weight.dim(2));
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                reads[i / inputs % hidden].set(i % inputs);
            }
        }
        return reads;
    }
}
