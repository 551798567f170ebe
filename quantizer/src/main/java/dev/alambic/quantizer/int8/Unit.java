package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * A Conv, Gemm or MatMul by a constant weight that can run on integers.
 *
 * @param weight float32
 * @param axis axis of the output channels in the weight
 * @param bias one number for each output channel, float32; empty if there is none
 */
record Unit(Node node, Tensor weight, int axis, Optional<Tensor> bias) {

    /** Returns the view of {@code node} if it is one. */
    static Optional<Unit> of(Graph graph, Node node) {
        int axis = axis(node);
        Optional<Tensor> weight = axis < 0 ? Optional.empty() : constant(graph, node, 1);
        boolean ranked = weight.isPresent()
                && (node.is("Conv") ? weight.get().rank() > 2 : weight.get().rank() == 2);
        if (!ranked) {
            return Optional.empty();
        }
        Optional<Tensor> bias = constant(graph, node, 2);
        if (node.input(2).isPresent()) {
            long channels = weight.get().dim(axis);
            boolean isRow = bias.isPresent()
                    && bias.get().elementCount() == channels
                    && bias.get().dim(bias.get().rank() - 1) == channels;
            if (!isRow) {
                return Optional.empty();
            }
        }
        return Optional.of(new Unit(node, weight.get(), axis, bias.map(row -> row.reshaped(row.elementCount()))));
    }

    private static int axis(Node node) {
        if (node.is("Conv")) {
            return 0;
        }
        if (node.is("MatMul")) {
            return 1;
        }
        boolean plain = node.is("Gemm")
                && node.floatAttribute("alpha", 1) == 1
                && node.floatAttribute("beta", 1) == 1
                && node.intAttribute("transA", 0) == 0;
        return plain ? (node.intAttribute("transB", 0) != 0 ? 0 : 1) : -1;
    }

    private static Optional<Tensor> constant(Graph graph, Node node, int index) {
        return graph.constant(node, index)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT && tensor.elementCount() > 0)
                .filter(tensor -> tensor.rank() > 0);
    }

    String input() {
        return node.inputs().get(0);
    }

    boolean isConv() {
        return node.is("Conv");
    }

    boolean isMatMul() {
        return node.is("MatMul");
    }
}
