package dev.alambic.onnx.runtime;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What would end or stop this process if the runtime were given it: constants that it computes with while it loads a
 * model, before anything can be said about the sizes that come out.
 */
public final class Hazards {

    /** The most elements of a value whose size the constants tell: 4 GiB of float32. */
    private static final long MOST_ELEMENTS = 1L << 30;

    private Hazards() {}

    /**
     * Requires that {@code model} can be handed to the runtime.
     *
     * @throws InvalidModelException if it divides whole constants by zero, or the least number of their type by -1, or
     *     if constants ask for a value of more than 2^30 elements
     */
    public static void require(OnnxModel model) {
        require(model.graph());
    }

    private static void require(Graph graph) {
        for (Node node : graph.nodes()) {
            node.subgraphs().forEach(Hazards::require);
            if (!node.isStandard()) {
                continue;
            }
            switch (node.opType()) {
                case "Div", "Mod" -> requireQuotient(graph, node);
                case "ConstantOfShape", "Expand", "Tile", "Range", "Resize", "Upsample" -> requireSize(graph, node);
                default -> {
                    // computes nothing large from a small constant
                }
            }
        }
    }

    private static void requireQuotient(Graph graph, Node node) {
        graph.constant(node, 1).filter(Hazards::isWhole).map(Tensor::longs).ifPresent(divisors -> {
            boolean leastDivided = graph.constant(node, 0)
                    .filter(Hazards::isWhole)
                    .filter(dividend -> LongStream.of(dividend.longs()).anyMatch(value -> value == least(dividend)))
                    .isPresent();
            for (long divisor : divisors) {
                if (divisor == 0 || (divisor == -1 && leastDivided)) {
                    throw new InvalidModelException(
                            node.label(),
                            "whole constants can be divided",
                            "a divisor other than " + (divisor == 0 ? "0" : "-1 of the least number of the type"),
                            divisor);
                }
            }
        });
    }

    private static boolean isWhole(Tensor tensor) {
        return switch (tensor.dataType()) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }

    private static long least(Tensor tensor) {
        return switch (tensor.dataType()) {
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> 1; // narrower types are divided in wider ones; an unsigned one has no -1
        };
    }

    private static void requireSize(Graph graph, Node node) {
        double elements = switch (node.opType()) {
            case "ConstantOfShape" -> product(graph, node, 0);
            case "Expand" -> product(graph, node, 1);
            case "Tile" -> product(graph, node, 1) * Math.max(1, extents(graph, node));
            case "Range" -> steps(graph, node);
            default ->
                Math.max(product(graph, node, node.inputs().size() - 1), scaled(graph, node) * extents(graph, node));
        };
        if (elements > MOST_ELEMENTS) {
            throw new InvalidModelException(
                    node.label(),
                    "it gives a value that can be held",
                    String.format(Locale.ROOT, "at most %,d elements", MOST_ELEMENTS),
                    String.format(Locale.ROOT, "%,.0f", elements));
        }
    }

    /** Returns the product of the whole constants that {@code node} reads at {@code index}; 0 if there are none. */
    private static double product(Graph graph, Node node, int index) {
        return graph.constant(node, index)
                .filter(Hazards::isWhole)
                .map(sizes -> LongStream.of(sizes.longs()).asDoubleStream().reduce(1, (a, b) -> Math.abs(a * b)))
                .orElse(0.0);
    }

    private static double scaled(Graph graph, Node node) {
        return graph.floatConstant(node, node.is("Upsample") ? 1 : 2)
                .map(Tensor::floats)
                .map(scales -> IntStream.range(0, scales.length)
                        .mapToDouble(axis -> scales[axis])
                        .reduce(1, (a, b) -> Math.abs(a * b)))
                .orElse(0.0);
    }

    /** Returns how many numbers a {@code Range} of constants counts; 0 if they are none. */
    private static double steps(Graph graph, Node node) {
        double[] bounds = IntStream.range(0, 3)
                .mapToObj(index -> graph.constant(node, index))
                .flatMap(Optional::stream)
                .filter(tensor -> isWhole(tensor) && tensor.elementCount() == 1)
                .mapToDouble(tensor -> tensor.longs()[0])
                .toArray();
        return bounds.length == 3 && bounds[2] != 0 ? (bounds[1] - bounds[0]) / bounds[2] : 0;
    }

    /** Returns the least number of elements that the type of the first input of {@code node} tells; 0 if none. */
    private static double extents(Graph graph, Node node) {
        String value = node.inputs().get(0);
        Optional<double[]> sizes = graph.constant(value)
                .map(tensor -> LongStream.of(tensor.dims()).asDoubleStream().toArray())
                .or(() -> Stream.of(graph.inputs(), graph.valueInfos())
                        .flatMap(List::stream)
                        .filter(info -> info.name().equals(value))
                        .findFirst()
                        .map(ValueInfo::type)
                        .map(TensorType::shape)
                        .map(shape -> shape.dims().stream()
                                .mapToDouble(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : 1)
                                .toArray()));
        return sizes.map(each -> DoubleStream.of(each).reduce(1, (a, b) -> a * b))
                .orElse(0.0);
    }
}
