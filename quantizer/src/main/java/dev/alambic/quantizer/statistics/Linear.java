package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A Conv, Gemm or MatMul by a constant matrix, seen as one: {@code y[o] = sum_k W[o, k] x[group of o, k]}, for every
 * row x of the input. The rows of a Conv are its patches, k running over (channel of the group, kernel positions) as in
 * its weight.
 *
 * @param weight float32: Conv [outputs, width, ...], MatMul and Gemm [width, outputs], or [outputs, width] if
 *     transposed
 * @param groups groups of a Conv, else 1
 * @param outputs channels of the result, those of all groups
 * @param width numbers that one output channel reads
 * @param outputsFirst whether the output channels are the first axis of the weight
 */
public record Linear(Node node, Tensor weight, int groups, int outputs, int width, boolean outputsFirst) {

    /** Returns the view of {@code node} if it is one. */
    public static Optional<Linear> of(Graph graph, Node node) {
        boolean conv = node.is("Conv");
        if (!conv && !node.is("MatMul") && !isPlainGemm(node)) {
            return Optional.empty();
        }
        return constant(graph, node)
                .filter(weight -> conv ? weight.rank() > 2 : weight.rank() == 2)
                .map(weight -> of(node, weight, conv || node.intAttribute("transB", 0) != 0))
                .filter(linear -> linear.groups > 0 && linear.outputs % linear.groups == 0);
    }

    /** Returns the views of all nodes of {@code graph} that have one, in topological order. */
    public static List<Linear> all(Graph graph) {
        return graph.nodes().stream().flatMap(node -> of(graph, node).stream()).toList();
    }

    private static Linear of(Node node, Tensor weight, boolean outputsFirst) {
        int outputs = Math.toIntExact(weight.dim(outputsFirst ? 0 : 1));
        int width = Math.toIntExact(weight.elementCount()) / outputs;
        int groups = node.is("Conv") ? Math.toIntExact(node.intAttribute("group", 1)) : 1;
        return new Linear(node, weight, groups, outputs, width, outputsFirst);
    }

    private static boolean isPlainGemm(Node node) {
        return node.is("Gemm")
                && node.floatAttribute("alpha", 1) == 1
                && node.floatAttribute("beta", 1) == 1
                && node.intAttribute("transA", 0) == 0;
    }

    private static Optional<Tensor> constant(Graph graph, Node node) {
        return graph.constant(node, 1)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT && tensor.elementCount() > 0);
    }

    /** Returns the name of the value that the rows come from. */
    public String input() {
        return node.inputs().get(0);
    }

    /** Returns the name of the result, by which moments are kept. */
    public String output() {
        return node.output();
    }

    /** Returns the name of the weight. */
    public String weightName() {
        return node.inputs().get(1);
    }

    public boolean isConv() {
        return node.is("Conv");
    }

    /** Returns the axis of the output channels in the weight. */
    public int axis() {
        return outputsFirst ? 0 : 1;
    }

    /** Returns the group that output channel {@code o} belongs to. */
    public int group(int o) {
        return o / (outputs / groups);
    }

    /** Returns where W[o, k] stands in the weight. */
    public int index(int o, int k) {
        return outputsFirst ? o * width + k : k * outputs + o;
    }
}
