package dev.alambic.onnx.view;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Conv, Gemm or MatMul by a constant weight, seen as one: {@code y[o] = sum_k W[o, k] x[group of o, k]}, for every
 * row x of the input. The rows of a Conv are its patches, k running over (channel of the group, kernel positions) as in
 * its weight. A Gemm with factors or a transposed input is none.
 *
 * @param weight Conv [outputs, width, ...], MatMul and Gemm [width, outputs], or [outputs, width] if transposed
 * @param groups groups of a Conv, else 1
 * @param layout of the output channels, those of all groups, in the weight
 * @param bias [outputs], constants of the type of the weight that are added to each row; empty if there is none, or
 *     something else, see {@link #hasKnownBias}
 */
public record ProductView(Node node, Tensor weight, int groups, ChannelLayout layout, Optional<Tensor> bias) {
    static final Set<DataType> FLOATS = Set.of(DataType.FLOAT, DataType.FLOAT16);

    /** Returns the view of {@code node} if it is one with float32 weights. */
    public static Optional<ProductView> of(Graph graph, Node node) {
        return of(graph, node, Set.of(DataType.FLOAT));
    }

    /** Returns the view of {@code node} if it is one with float32 or float16 weights. */
    public static Optional<ProductView> ofFloats(Graph graph, Node node) {
        return of(graph, node, FLOATS);
    }

    /** Returns the views with float32 weights of all nodes of {@code graph} that have one, in topological order. */
    public static List<ProductView> all(Graph graph) {
        return graph.nodes().stream().flatMap(node -> of(graph, node).stream()).toList();
    }

    private static Optional<ProductView> of(Graph graph, Node node, Set<DataType> types) {
        if (!isProduct(node) || !isPlain(node)) {
            return Optional.empty();
        }
        return graph.constant(node, 1)
                .filter(weight -> types.contains(weight.dataType()) && weight.elementCount() > 0)
                .filter(weight -> node.is("Conv") ? weight.rank() > 2 : weight.rank() == 2)
                .map(weight -> of(graph, node, weight))
                .filter(view -> view.groups > 0 && view.outputs() % view.groups == 0);
    }

    private static ProductView of(Graph graph, Node node, Tensor weight) {
        ChannelLayout layout = ChannelLayout.of(weight, outputAxis(node));
        Optional<Tensor> bias = graph.constant(node, 2)
                .filter(row -> row.dataType() == weight.dataType())
                .flatMap(row -> row(node, row, layout.channels()));
        int groups = node.is("Conv") ? Math.toIntExact(node.intAttribute("group", 1)) : 1;
        return new ProductView(node, weight, groups, layout, bias);
    }

    /** Returns {@code bias} of {@code node} as one number a channel; that of a Gemm may be one number for all. */
    public static Optional<Tensor> row(Node node, Tensor bias, int channels) {
        if (isRow(bias, channels)) {
            return Optional.of(bias.reshaped(channels));
        }
        if (!node.is("Gemm") || bias.elementCount() != 1) {
            return Optional.empty();
        }
        float[] same = new float[channels];
        Arrays.fill(same, bias.floats()[0]);
        return Optional.of(Tensor.ofFloats(bias.dataType(), same, channels));
    }

    /** Returns whether {@code node} is a Conv, Gemm or MatMul, whatever it multiplies by. */
    public static boolean isProduct(Node node) {
        return node.is("Conv") || node.is("Gemm") || node.is("MatMul");
    }

    /** A factor of a bias that is not there does not matter. */
    private static boolean isPlain(Node node) {
        return !node.is("Gemm")
                || (node.floatAttribute("alpha", 1) == 1
                        && (node.floatAttribute("beta", 1) == 1 || node.input(2).isEmpty())
                        && node.intAttribute("transA", 0) == 0);
    }

    /** Returns the axis of the output channels in the weight of a Conv, Gemm or MatMul, or of one on integers. */
    public static int outputAxis(Node node) {
        return node.opType().contains("Conv") || node.intAttribute("transB", 0) != 0 ? 0 : 1;
    }

    /** Returns whether {@code row} has one number for each of {@code channels}, along its last axis. */
    public static boolean isRow(Tensor row, long channels) {
        return row.rank() > 0 && row.elementCount() == channels && row.dim(row.rank() - 1) == channels;
    }

    /** Returns whether there is no bias, or one number for each output channel that no caller can override. */
    public boolean hasKnownBias() {
        return bias.isPresent() || node.input(2).isEmpty();
    }

    /** Returns the name of the value that the rows come from. */
    public String input() {
        return node.inputs().get(0);
    }

    /** Returns the name of the result. */
    public String output() {
        return node.output();
    }

    public boolean isConv() {
        return node.is("Conv");
    }

    public boolean isMatMul() {
        return node.is("MatMul");
    }

    /** Returns the channels of the result, those of all groups. */
    public int outputs() {
        return layout.channels();
    }

    /** Returns how many numbers one output channel reads. */
    public int width() {
        return layout.width();
    }

    /** Returns the axis of the output channels in the weight. */
    public int axis() {
        return layout.axis();
    }

    /** Returns the group that output channel {@code o} belongs to. */
    public int group(int o) {
        return o / (outputs() / groups);
    }

    /** Returns where W[o, k] stands in the weight. */
    public int index(int o, int k) {
        return layout.index(o, k);
    }
}
