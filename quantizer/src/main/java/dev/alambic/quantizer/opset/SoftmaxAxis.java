package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Softmax, LogSoftmax and Hardmax, which until opset 13 took all axes from the given one on as one row, and since then
 * the given one alone. Where these are not the same, the axes are made one and parted again.
 */
final class SoftmaxAxis {
    private static final long WITH_ALLOWZERO = 14;

    private SoftmaxAxis() {}

    static List<Node> softmax(RaisedGraph at, Node node) {
        long axis = node.intAttribute("axis", 1);
        Optional<Integer> same = at.shape(node.inputs().get(0)).flatMap(shape -> onlyAxis(shape, axis));
        return same.isPresent() ? List.of(node.with("axis", same.get())) : flattened(at, node, axis);
    }

    /**
     * Returns the axis from {@code axis} on, counted from the end, that alone is longer than 1; empty if several are.
     */
    private static Optional<Integer> onlyAxis(Shape shape, long axis) {
        int start = Math.toIntExact(axis < 0 ? axis + shape.rank() : axis);
        int only = -1;
        boolean found = false;
        for (int i = start; i < shape.rank(); i++) {
            if (!shape.dim(i).equals(Dim.of(1))) {
                if (found) {
                    return Optional.empty();
                }
                found = true;
                only = i - shape.rank();
            }
        }
        return start < shape.rank() ? Optional.of(only) : Optional.empty();
    }

    private static List<Node> flattened(RaisedGraph at, Node node, long axis) {
        String input = node.inputs().get(0);
        String rows = at.fresh(node.output() + "_rows");
        String made = at.fresh(node.output() + "_of_rows");
        String shape = at.fresh(node.output() + "_shape");
        Node parted = Node.of("Reshape", List.of(made, shape), node.output()).withName("");
        return List.of(
                Node.of("Flatten", List.of(input), rows).with("axis", axis),
                node.withInputs(List.of(rows)).withOutputs(List.of(made)).with("axis", -1),
                Node.of("Shape", List.of(input), shape),
                at.target() >= WITH_ALLOWZERO ? parted.with("allowzero", 1) : parted);
    }
}
