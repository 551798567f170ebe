package dev.alambic.onnx.edit;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Optional;

/** Writes the nodes of a {@link Pooling} in the form of an opset. */
record PoolingNodes(Graph.Builder builder, long opset) {
    private static final int AXES_OF_SUMS_ARE_INPUTS = 13;
    private static final int AXES_OF_MEANS_ARE_INPUTS = 18;

    /** Writes the nodes and returns the pooled value [batch, features]. */
    String pool(Pooling pooling, String value, Optional<String> mask) {
        return switch (pooling) {
            case MEAN -> mask.map(there -> maskedMean(value, there)).orElseGet(() -> mean(value));
            case FIRST -> first(value);
            case FEATURES -> value;
            case IMAGE -> image(value);
            case AUTO -> throw new AssertionError("bug: the pooling is not resolved");
        };
    }

    private String mean(String value) {
        return axisNode("ReduceMean", value, "pooled", AXES_OF_MEANS_ARE_INPUTS, 0);
    }

    /** sum over steps of x m / sum over steps of m; a mask without any step counts as one. */
    private String maskedMean(String value, String mask) {
        String there = builder.node(
                Node.of("Cast", List.of(mask), builder.fresh("pooled.mask")).with("to", (long) DataType.FLOAT.code()));
        String count = axisNode("ReduceSum", there, "pooled.count", AXES_OF_SUMS_ARE_INPUTS, 1);
        String one = builder.constant("pooled.one", Tensor.scalar(1f));
        String atLeastOne = builder.node("Max", List.of(count, one), "pooled.steps");
        String share = builder.node("Div", List.of(there, atLeastOne), "pooled.share");
        String axis = "pooled.weight";
        String weight = opset < AXES_OF_SUMS_ARE_INPUTS
                ? builder.node(Node.of("Unsqueeze", List.of(share), builder.fresh(axis))
                        .with("axes", new long[] {2}))
                : builder.node("Unsqueeze", List.of(share, axes(2)), axis);
        String weighted = builder.node("Mul", List.of(value, weight), "pooled.weighted");
        return axisNode("ReduceSum", weighted, "pooled", AXES_OF_SUMS_ARE_INPUTS, 0);
    }

    private String first(String value) {
        String zero = builder.constant("pooled.first", Tensor.scalar(0L));
        return builder.node(
                Node.of("Gather", List.of(value, zero), builder.fresh("pooled")).with("axis", 1));
    }

    private String image(String value) {
        String mean = builder.node("GlobalAveragePool", List.of(value), "pooled.mean");
        return builder.node(
                Node.of("Flatten", List.of(mean), builder.fresh("pooled")).with("axis", 1));
    }

    /** Reduces axis 1. */
    private String axisNode(String operator, String value, String name, int inputsSince, long keepDims) {
        Node node = opset < inputsSince
                ? Node.of(operator, List.of(value), builder.fresh(name)).with("axes", new long[] {1})
                : Node.of(operator, List.of(value, axes(1)), builder.fresh(name));
        return builder.node(node.with("keepdims", keepDims));
    }

    private String axes(long axis) {
        return builder.constant("pooled.axis" + axis, Tensor.ofLongs(new long[] {axis}, 1));
    }
}
