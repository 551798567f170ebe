package dev.alambic.onnx.input;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ways in which the values of an input may be chosen, the likeliest first: normal numbers, then positive ones,
 * those from 0 to 1, one-hot rows and categories; for integers bits, the constants that the graph compares them with,
 * rows of the table that they pick from, ones, zeros, positions and lengths, but no zero where the graph divides by
 * them; for texts those that the graph knows.
 */
final class InputForms {
    /** Operators and which inputs they divide by: ONNX Runtime ends the process if one is the whole number zero. */
    private static final Map<String, List<Integer>> DIVISORS =
            Map.of("Div", List.of(1), "Mod", List.of(1), "Range", List.of(2), "STFT", List.of(1, 3));

    private static final int MOST_COMPARED = 6;
    private static final int FURTHEST = 6;
    private static final int MOST_CATEGORIES = 3;
    private static final List<Integer> LENGTHS = List.of(2, 4, 8, 16, 32, 64, 128, 224, 256);

    private static final InputForm NORMAL = InputForm.each((index, last, random) -> random.nextGaussian());
    private static final InputForm BITS = InputForm.each((index, last, random) -> random.nextInt(2));
    private static final InputForm ONES = constant(1);
    private static final InputForm ZEROS = constant(0);
    private static final InputForm POSITIONS = InputForm.each((index, last, random) -> index % last);
    private static final InputForm POSITIVE =
            InputForm.each((index, last, random) -> 0.1 + Math.abs(random.nextGaussian()));
    private static final InputForm UNIT = InputForm.each((index, last, random) -> random.nextDouble());
    private static final InputForm CATEGORIES =
            InputForm.each((index, last, random) -> random.nextInt(MOST_CATEGORIES));
    private static final InputForm ONE_HOT =
            InputForm.each((index, last, random) -> index % last == index / last % last ? 1 : 0);
    private static final int MOST_EXTENTS = 40;

    private final Graph graph;
    private final String input;

    private InputForms(Graph graph, String input) {
        this.graph = graph;
        this.input = input;
    }

    /** Returns the forms to try, in order; {@code input} is a tensor. */
    static List<InputForm> of(Graph graph, ValueInfo input) {
        DataType type = RandomInputs.require(input).elementType();
        InputForms forms = new InputForms(graph, input.name());
        if (type == DataType.STRING) {
            return forms.texts();
        }
        if (type.isFloating()) {
            return List.of(NORMAL, POSITIVE, UNIT, ONES, ZEROS, CATEGORIES, ONE_HOT, POSITIONS);
        }
        return type == DataType.BOOL ? List.of(BITS, ONES, ZEROS) : forms.integers();
    }

    /** Returns whether some node divides by {@code value}, as it is or in another form. */
    private static boolean isDivisor(Graph graph, String value, int steps) {
        return graph.index().consumers(value).stream()
                .anyMatch(node -> divides(node, value)
                        || (steps > 0 && passesOn(node) && isDivisor(graph, node.output(), steps - 1)));
    }

    private static boolean divides(Node node, String value) {
        return DIVISORS.getOrDefault(node.opType(), List.of()).stream()
                .anyMatch(index -> node.input(index).filter(value::equals).isPresent());
    }

    private static boolean passesOn(Node node) {
        return Trait.FORM.isOf(node.opType()) || node.is("Cast");
    }

    private static InputForm constant(double value) {
        return InputForm.each((index, last, random) -> value);
    }

    private List<InputForm> integers() {
        List<InputForm> forms = new ArrayList<>();
        compared().forEach(value -> forms.add(constant(value)));
        if (isDivisor(graph, input, FURTHEST)) {
            forms.add(ONES);
            LENGTHS.forEach(length -> forms.add(constant(length)));
            return forms;
        }
        forms.add(BITS);
        OptionalLong rows = new IndexBound(graph).of(input);
        rows.ifPresent(count -> {
            int bound = (int) Math.max(1, Math.min(Integer.MAX_VALUE, count));
            forms.add(InputForm.each((index, last, random) -> random.nextInt(bound)));
        });
        forms.addAll(List.of(ONES, ZEROS, POSITIONS));
        if (graph.index().consumers(input).stream().anyMatch(node -> node.is("Reshape"))) {
            forms.addAll(extents());
        }
        LENGTHS.forEach(length -> forms.add(constant(length)));
        return forms;
    }

    /** Returns what a graph may be reshaped to: all in one axis, or the last axis as a constant of the graph has it. */
    private List<InputForm> extents() {
        List<InputForm> forms = new ArrayList<>();
        forms.add(InputForm.each((index, last, random) -> index % last == last - 1 ? -1 : 1));
        graph.initializers().values().stream()
                .flatMapToLong(tensor -> Arrays.stream(tensor.dims()))
                .distinct()
                .limit(MOST_EXTENTS)
                .forEach(extent -> forms.add(InputForm.each(
                        (index, last, random) -> index % last == last - 1 ? extent : index % last == 0 ? -1 : 1)));
        return forms;
    }

    /** Returns the constants beyond 0 and 1 that the graph compares the input with. */
    private Set<Long> compared() {
        Set<Long> values = new LinkedHashSet<>();
        collect(graph, input, FURTHEST, values);
        values.remove(0L);
        values.remove(1L);
        return values;
    }

    private static void collect(Graph graph, String value, int steps, Set<Long> values) {
        for (Node node : graph.index().consumers(value)) {
            if (node.is("Equal")) {
                node.inputs().stream()
                        .filter(other -> !other.equals(value))
                        .flatMap(other -> graph.stored(other).stream())
                        .filter(tensor -> tensor.elementCount() <= MOST_COMPARED
                                && !tensor.dataType().isFloating()
                                && tensor.dataType() != DataType.STRING)
                        .flatMap(tensor -> Arrays.stream(tensor.longs()).boxed())
                        .forEach(values::add);
            } else if (steps > 0 && passesOn(node)) {
                collect(graph, node.output(), steps - 1, values);
            }
        }
    }

    private List<InputForm> texts() {
        List<Bytes> known = graph.nodes().stream()
                .flatMap(node -> Stream.concat(
                        node.attributes().values().stream().flatMap(InputForms::texts),
                        node.inputs().stream()
                                .flatMap(name -> graph.stored(name).stream())
                                .flatMap(InputForms::texts)))
                .distinct()
                .toList();
        List<Bytes> words = known.isEmpty() ? List.of(Bytes.utf8("a"), Bytes.utf8("b")) : known;
        return List.of((type, dims, random) -> {
            int count = Math.toIntExact(Arrays.stream(dims).reduce(1, Math::multiplyExact));
            return Tensor.ofStrings(
                    IntStream.range(0, count)
                            .mapToObj(i -> words.get(random.nextInt(words.size())))
                            .toList(),
                    dims);
        });
    }

    private static Stream<Bytes> texts(Attribute attribute) {
        return attribute instanceof Attribute.OfStrings list ? list.values().stream() : Stream.empty();
    }

    private static Stream<Bytes> texts(Tensor tensor) {
        return tensor.dataType() == DataType.STRING ? tensor.strings().stream() : Stream.empty();
    }
}
