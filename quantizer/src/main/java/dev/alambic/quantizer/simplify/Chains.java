package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Nodes in a row that together do less than each: two casts, two transpositions, several reshapings. */
final class Chains {

    private Chains() {}

    static boolean isShortened(Node node) {
        return node.is("Cast") || node.is("Transpose") || node.is("Reshape");
    }

    /** Returns the value before {@code node} and the reshapings ahead of it that has the extents of its result. */
    static Optional<String> sameExtentsBefore(Known known, Node node) {
        Optional<Node> reshaping = Optional.of(node);
        while (reshaping.isPresent() && isReshaping(reshaping.get())) {
            String before = reshaping.get().inputs().get(0);
            if (known.shapes().sameExtents(before, node.output())) {
                return Optional.of(before);
            }
            reshaping = known.writer(before);
        }
        return Optional.empty();
    }

    private static boolean isReshaping(Node node) {
        return Trait.RESHAPE.isOf(node);
    }

    /** Returns what a {@code Transpose} gives back: its input, or that of the one before it. */
    static Optional<String> restored(Known known, Node node) {
        Optional<int[]> order = order(node);
        if (order.isPresent() && isIdentity(order.get())) {
            return Optional.of(node.inputs().get(0));
        }
        return composed(known, node)
                .filter(Chains::isIdentity)
                .flatMap(same -> known.writer(node.inputs().get(0)))
                .map(before -> before.inputs().get(0));
    }

    /** Returns {@code node}, reading past the one before it where that makes no difference. */
    static Node shortened(Known known, Node node) {
        Optional<Node> before = known.writer(node.inputs().get(0));
        if (before.isEmpty()) {
            return node;
        }
        return switch (node.opType()) {
            case "Cast" -> pastCast(known, node, before.get());
            case "Transpose" -> pastTranspose(known, node, before.get());
            case "Reshape" -> pastReshaping(known, node, before.get());
            default -> node;
        };
    }

    private static Node pastCast(Known known, Node node, Node before) {
        if (!before.is("Cast")) {
            return node;
        }
        String source = before.inputs().get(0);
        DataType between = DataType.ofCode((int) before.intAttribute("to", 1), before.label());
        boolean exact = known.elementType(source)
                .filter(type -> Identities.losesNothing(type, between))
                .isPresent();
        return exact ? node.withInputs(List.of(source)) : node;
    }

    private static Node pastTranspose(Known known, Node node, Node before) {
        return composed(known, node)
                .map(order -> node.withInputs(List.of(before.inputs().get(0)))
                        .with("perm", Arrays.stream(order).asLongStream().toArray()))
                .orElse(node);
    }

    private static Optional<int[]> composed(Known known, Node second) {
        return known.writer(second.inputs().get(0))
                .filter(before -> before.is("Transpose"))
                .flatMap(Chains::order)
                .flatMap(first -> order(second)
                        .map(then -> IntStream.of(then).map(axis -> first[axis]).toArray()));
    }

    private static Optional<int[]> order(Node transpose) {
        return transpose
                .intsAttribute("perm")
                .map(perm -> Arrays.stream(perm).mapToInt(Math::toIntExact).toArray());
    }

    private static boolean isIdentity(int[] order) {
        return IntStream.range(0, order.length).allMatch(axis -> order[axis] == axis);
    }

    /** A target that takes no extent from the input does not care for the one before. */
    private static Node pastReshaping(Known known, Node node, Node before) {
        boolean free = isReshaping(before)
                && known.graph()
                        .constant(node, 1)
                        .map(Tensor::longs)
                        .filter(target -> Arrays.stream(target).noneMatch(extent -> extent == 0))
                        .isPresent();
        return free
                ? node.withInputs(List.of(before.inputs().get(0), node.inputs().get(1)))
                : node;
    }
}
