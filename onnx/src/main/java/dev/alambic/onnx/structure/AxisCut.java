package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What stays of each axis once some units are removed, while the graph is written anew.
 *
 * @param kept the positions that stay along the axes that lose some, ascending
 * @param added nodes that stand before the one that is written
 */
record AxisCut(Axes axes, long opset, Graph.Builder out, Map<ValueAxis, int[]> kept, List<Node> added) {
    /** @param removed roots of units */
    static AxisCut of(Axes axes, long opset, BitSet removed, Graph.Builder out) {
        AxisCut cut = new AxisCut(axes, opset, out, new HashMap<>(), new ArrayList<>());
        axes.known().forEach((place, units) -> {
            int[] stays = IntStream.range(0, units.length)
                    .filter(i -> !removed.get(axes.units().root(units[i])))
                    .toArray();
            if (stays.length < units.length) {
                cut.kept.put(place, stays);
            }
        });
        return cut;
    }

    boolean isCut(String value, int axis) {
        return isCut(new ValueAxis(value, axis));
    }

    boolean isCut(ValueAxis place) {
        return kept.containsKey(place);
    }

    /** Returns whether the axis could be cut. */
    boolean isTracked(String value, int axis) {
        return axes.known().containsKey(new ValueAxis(value, axis));
    }

    /** Returns the extent before the cut. */
    int size(String value, int axis) {
        return Math.toIntExact(dims(value)[axis]);
    }

    /** Returns the extents before the cut. */
    long[] dims(String value) {
        return Objects.requireNonNull(axes.dims(value));
    }

    /** Returns the positions that stay, ascending. */
    int[] kept(String value, int axis) {
        int[] stays = kept.get(new ValueAxis(value, axis));
        return stays == null ? IntStream.range(0, size(value, axis)).toArray() : stays;
    }

    /** Returns the extents after the cut. */
    long[] dimsAfter(String value) {
        long[] dims = dims(value).clone();
        for (int axis = 0; axis < dims.length; axis++) {
            int[] stays = kept.get(new ValueAxis(value, axis));
            dims[axis] = stays == null ? dims[axis] : stays.length;
        }
        return dims;
    }

    /** Returns the constant of that name as it was before the cut. */
    Optional<Tensor> constant(String value) {
        return axes.graph().constant(value);
    }

    /** Adds a constant to the graph; returns its name. */
    String add(String base, Tensor tensor) {
        return out.constant(base, tensor);
    }

    /** Adds a list of the type (INT64 or INT32) of the constant {@code name}; returns its name. */
    String addLike(String name, long[] values) {
        boolean isNarrow = constant(name).orElseThrow().dataType() == DataType.INT32;
        int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        return add(name, isNarrow ? Tensor.ofInts(narrow, values.length) : Tensor.ofLongs(values, values.length));
    }

    /**
     * Adds what gives the list {@code value}, which the graph computes, with {@code numbers} at their places in it;
     * returns its name.
     */
    String with(String value, Map<Integer, Long> numbers) {
        Optional<Node> concat = axes.graph().index().producer(value).filter(node -> node.is("Concat"));
        return concat.flatMap(node -> pieces(node, numbers))
                .map(pieces -> node(concat.get().withName("").withInputs(pieces), value))
                .orElseGet(() -> chosen(value, numbers));
    }

    /** Returns the pieces of {@code concat} with those that are to be numbers replaced; empty if one is so in part. */
    private Optional<List<String>> pieces(Node concat, Map<Integer, Long> numbers) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (String piece : concat.inputs()) {
            int to = from + size(piece, 0);
            List<Integer> places = IntStream.range(from, to)
                    .filter(numbers::containsKey)
                    .boxed()
                    .toList();
            if (!places.isEmpty() && places.size() < to - from) {
                return Optional.empty();
            }
            long[] replaced = places.stream().mapToLong(numbers::get).toArray();
            pieces.add(places.isEmpty() ? piece : add(piece, Tensor.ofLongs(replaced, replaced.length)));
            from = to;
        }
        return Optional.of(pieces);
    }

    private String chosen(String value, Map<Integer, Long> numbers) {
        int count = size(value, 0);
        byte[] mask = new byte[count];
        long[] replaced = new long[count];
        numbers.forEach((place, number) -> {
            mask[place] = 1;
            replaced[place] = number;
        });
        List<String> inputs = List.of(
                add(value + "_cut", Tensor.ofBytes(DataType.BOOL, mask, count)),
                add(value + "_cut", Tensor.ofLongs(replaced, count)),
                value);
        return node(Node.of("Where", inputs, value).withName(""), value);
    }

    private String node(Node node, String base) {
        Node named = node.withOutputs(List.of(out.fresh(base)));
        added.add(named);
        return named.output();
    }

    /** Cuts the initializers. */
    void weights(Graph graph) {
        graph.initializers().forEach((name, whole) -> {
            Tensor tensor = whole;
            for (int axis = 0; axis < tensor.rank(); axis++) {
                int[] stays = kept.get(new ValueAxis(name, axis));
                if (stays != null) {
                    tensor = Slices.take(tensor, axis, stays);
                }
            }
            out.initializer(name, tensor);
        });
    }
}
