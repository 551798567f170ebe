package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The integers that a graph computes of the extents of its values: each a number, or the extent of an axis.
 *
 * <p>Followed are {@code Shape}, {@code Size}, {@code Gather}, {@code Slice} forwards, {@code Concat}, {@code Squeeze},
 * {@code Unsqueeze}, {@code Cast} and {@code Identity}; what other operators make is not known.
 */
final class ShapeValues {

    /** An integer; equal symbols are equal numbers. */
    sealed interface Element {
        record Literal(long value) implements Element {}

        record Symbol(String name) implements Element {}
    }

    private final Graph graph;
    private final Shapes shapes;
    private final Map<String, List<Element>> values = new HashMap<>();

    ShapeValues(Graph graph, Shapes shapes) {
        this.graph = graph;
        this.shapes = shapes;
        graph.nodes().stream()
                .filter(node -> node.isStandard() && isList(node.output()))
                .forEach(node -> of(node).ifPresent(value -> values.put(node.output(), value)));
    }

    private boolean isList(String value) {
        return shapes.shape(value).filter(shape -> shape.rank() <= 1).isPresent();
    }

    /** Returns the elements of {@code value}, in order; empty if they are not known. */
    Optional<List<Element>> elements(String value) {
        return graph.constant(value)
                .filter(tensor -> tensor.dataType() == DataType.INT64 || tensor.dataType() == DataType.INT32)
                .filter(tensor -> tensor.rank() <= 1)
                .map(tensor -> Arrays.stream(tensor.longs())
                        .mapToObj(number -> (Element) new Element.Literal(number))
                        .toList())
                .or(() -> Optional.ofNullable(values.get(value)));
    }

    /** Returns the extents of {@code value}; empty if not even the rank is known. */
    Optional<List<Element>> extents(String value) {
        return shapes.shape(value)
                .map(shape -> IntStream.range(0, shape.rank())
                        .mapToObj(axis -> extent(value, axis, Optional.of(shape)))
                        .toList());
    }

    /** Returns the extent of one axis, counted from the front; the rank need not be known. */
    Element extent(String value, int axis) {
        return extent(value, axis, shapes.shape(value));
    }

    private static Element extent(String value, int axis, Optional<Shape> shape) {
        Dim dim = shape.filter(known -> axis < known.rank())
                .map(known -> known.dim(axis))
                .orElse(Dim.unknown());
        if (dim instanceof Dim.Fixed fixed) {
            return new Element.Literal(fixed.size());
        }
        return new Element.Symbol(dim instanceof Dim.Named named ? named.symbol() : value + "#" + axis);
    }

    private Optional<List<Element>> of(Node node) {
        return switch (node.opType()) {
            case "Shape" -> shape(node);
            case "Size" -> size(node);
            case "Gather" -> gather(node);
            case "Slice" -> slice(node);
            case "Concat" -> concat(node);
            case "Squeeze", "Unsqueeze", "Identity" -> elements(node.inputs().get(0));
            case "Cast" ->
                node.intAttribute("to", 0) == DataType.INT64.code()
                        ? elements(node.inputs().get(0))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<List<Element>> shape(Node node) {
        return extents(node.inputs().get(0)).map(all -> {
            int start = within(node.intAttribute("start", 0), all.size());
            int end = within(node.intAttribute("end", all.size()), all.size());
            return all.subList(start, Math.max(start, end));
        });
    }

    private static int within(long axis, int rank) {
        return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
    }

    private Optional<List<Element>> size(Node node) {
        return shapes.shape(node.inputs().get(0))
                .filter(Shape::isFixed)
                .map(shape ->
                        List.of(new Element.Literal(Arrays.stream(shape.sizes()).reduce(1, Math::multiplyExact))));
    }

    private Optional<List<Element>> gather(Node node) {
        String source = node.inputs().get(0);
        Optional<long[]> indices = numbers(node.inputs().get(1));
        if (indices.isEmpty() || node.intAttribute("axis", 0) != 0) {
            return Optional.empty();
        }
        Optional<List<Element>> all = elements(source);
        List<Element> picked = new ArrayList<>();
        for (long index : indices.get()) {
            Optional<Element> element = all.isPresent()
                    ? all.get().stream()
                            .skip(index < 0 ? index + all.get().size() : index)
                            .findFirst()
                    : graph.index()
                            .producer(source)
                            .filter(shape ->
                                    shape.is("Shape") && shape.attributes().isEmpty() && index >= 0)
                            .map(shape -> extent(shape.inputs().get(0), Math.toIntExact(index)));
            element.ifPresent(picked::add);
        }
        return picked.size() == indices.get().length ? Optional.of(picked) : Optional.empty();
    }

    private Optional<List<Element>> slice(Node node) {
        Optional<List<Element>> all = elements(node.inputs().get(0));
        Optional<long[]> start = argument(node, 1, "starts");
        Optional<long[]> end = argument(node, 2, "ends");
        boolean forwards = node.input(4).isEmpty()
                || numbers(node.inputs().get(4)).filter(steps -> steps[0] == 1).isPresent();
        if (all.isEmpty() || start.isEmpty() || end.isEmpty() || !forwards) {
            return Optional.empty();
        }
        int from = within(start.get()[0], all.get().size());
        int to = within(end.get()[0], all.get().size());
        return Optional.of(all.get().subList(from, Math.max(from, to)));
    }

    private Optional<long[]> argument(Node node, int index, String attribute) {
        return node.intsAttribute(attribute)
                .or(() -> node.input(index).flatMap(this::numbers))
                .filter(list -> list.length == 1);
    }

    private Optional<List<Element>> concat(Node node) {
        List<Element> all = new ArrayList<>();
        for (String part : node.inputs()) {
            Optional<List<Element>> elements = elements(part);
            if (elements.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(elements.get());
        }
        return Optional.of(all);
    }

    /** Returns the elements of {@code value} if all are numbers. */
    Optional<long[]> numbers(String value) {
        return elements(value).flatMap(ShapeValues::numbers);
    }

    static Optional<long[]> numbers(List<Element> elements) {
        long[] numbers = new long[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(elements.get(i) instanceof Element.Literal literal)) {
                return Optional.empty();
            }
            numbers[i] = literal.value();
        }
        return Optional.of(numbers);
    }
}
