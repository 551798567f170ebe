package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What the numbers of a target of Reshape or Expand are, which exporters compute from the extents of other values:
 * {@code Concat(Shape(x)[0], Shape(x)[1], 768)}, for example, is two extents and a number.
 */
final class SizeList {
    private static final Trait KEEPS = Trait.of("Squeeze Unsqueeze Cast Identity Reshape");

    private final Axes axes;
    private final Graph graph;

    private SizeList(Axes axes) {
        this.axes = axes;
        this.graph = axes.graph();
    }

    /** Returns what stands in {@code value}, a number or a list of numbers; empty if it is neither. */
    static Optional<List<Size>> of(Axes axes, String value) {
        return new SizeList(axes).sizes(value);
    }

    private Optional<List<Size>> sizes(String value) {
        long[] dims = axes.dims(value);
        Optional<Tensor> constant = graph.constant(value);
        if (constant.isPresent()) {
            return constant.filter(
                            tensor -> tensor.rank() < 2 && !tensor.dataType().isFloating())
                    .map(tensor -> Arrays.stream(tensor.longs())
                            .<Size>mapToObj(Size.Fixed::new)
                            .toList());
        }
        if (dims == null || dims.length > 1) {
            return Optional.empty();
        }
        int count = dims.length == 0 ? 1 : Math.toIntExact(dims[0]);
        return Optional.of(graph.index()
                .producer(value)
                .flatMap(this::known)
                .filter(found -> found.size() == count)
                .orElseGet(() -> Collections.nCopies(count, new Size.Computed(reads(value)))));
    }

    private Optional<List<Size>> known(Node node) {
        if (node.is("Shape")) {
            return Optional.of(extents(node));
        }
        if (node.is("Concat")) {
            return joined(node);
        }
        if (node.is("Gather")) {
            return graph.constant(node, 1)
                    .flatMap(indices -> picked(
                            node,
                            size -> Arrays.stream(indices.longs())
                                    .mapToInt(index -> (int) Math.floorMod(index, (long) size))
                                    .toArray()));
        }
        if (node.is("Slice")) {
            return SliceBounds.of(node, 1, input -> graph.constant(node, input))
                    .filter(bounds -> bounds.step(0) == 1)
                    .flatMap(bounds -> picked(
                            node,
                            size -> IntStream.range(bounds.start(0, size), bounds.end(0, size))
                                    .toArray()));
        }
        if (node.is("Where")) {
            return withoutWildcards(graph, node)
                    .flatMap(ones -> sizes(node.inputs().get(2))
                            .map(sizes -> sizes.stream()
                                    .map(size -> size.equals(new Size.Fixed(-1)) ? new Size.Fixed(1) : size)
                                    .toList()));
        }
        return KEEPS.isOf(node) ? sizes(node.inputs().get(0)) : Optional.empty();
    }

    private List<Size> extents(Node shape) {
        String source = shape.inputs().get(0);
        long[] dims = axes.dims(source);
        int rank = dims == null ? 0 : dims.length;
        int start = bound(shape, "start", 0, rank);
        return IntStream.range(start, bound(shape, "end", rank, rank))
                .<Size>mapToObj(axis -> new Size.Extent(new ValueAxis(source, axis)))
                .toList();
    }

    private static int bound(Node shape, String attribute, int orElse, int rank) {
        long bound = shape.intAttribute(attribute, orElse);
        return (int) Math.max(0, Math.min(bound < 0 ? bound + rank : bound, rank));
    }

    private Optional<List<Size>> joined(Node concat) {
        List<Size> all = new ArrayList<>();
        for (String piece : concat.inputs()) {
            Optional<List<Size>> sizes = sizes(piece);
            if (sizes.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(sizes.get());
        }
        return Optional.of(all);
    }

    private Optional<List<Size>> picked(Node node, Function<Integer, int[]> which) {
        return sizes(node.inputs().get(0))
                .map(sizes -> Arrays.stream(which.apply(sizes.size()))
                        .mapToObj(sizes::get)
                        .toList());
    }

    /**
     * Returns the ones of {@code Where(Equal(sizes, [-1, ...]), ones, sizes)}, which exporters write before an Expand:
     * a size that is -1 is left as it is.
     */
    static Optional<Tensor> withoutWildcards(Graph graph, Node where) {
        boolean fits = where.is("Where")
                && graph.index()
                        .producer(where.inputs().get(0))
                        .filter(equal -> equal.is("Equal")
                                && equal.inputs().get(0).equals(where.inputs().get(2)))
                        .flatMap(equal -> graph.constant(equal, 1))
                        .filter(each -> Arrays.stream(each.longs()).allMatch(number -> number == -1))
                        .isPresent();
        return fits
                ? graph.constant(where, 1)
                        .filter(ones -> Arrays.stream(ones.longs()).allMatch(number -> number == 1))
                : Optional.empty();
    }

    /** Returns the extents that {@code value} is computed from. */
    private Set<ValueAxis> reads(String value) {
        Set<ValueAxis> found = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(value));
        while (!open.isEmpty()) {
            Optional<Node> producer = graph.index().producer(open.pop());
            if (producer.isPresent() && seen.add(producer.get().output())) {
                Node node = producer.get();
                if (Trait.EXTENTS.isOf(node)) {
                    all(node.inputs().get(0)).forEach(found::add);
                } else if (picksExtents(node)) {
                    sizes(node.output()).ifPresent(sizes -> sizes.forEach(size -> found.addAll(size.reads())));
                } else {
                    open.addAll(node.inputs());
                }
            }
        }
        return found;
    }

    private boolean picksExtents(Node node) {
        return (node.is("Gather") || node.is("Slice"))
                && known(node).isPresent()
                && graph.index()
                        .producer(node.inputs().get(0))
                        .filter(shape -> shape.is("Shape"))
                        .isPresent();
    }

    private List<ValueAxis> all(String value) {
        long[] dims = axes.dims(value);
        return dims == null
                ? List.of()
                : IntStream.range(0, dims.length)
                        .mapToObj(axis -> new ValueAxis(value, axis))
                        .toList();
    }
}
