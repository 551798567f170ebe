package dev.alambic.onnx.runtime;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which results of a graph come in an order that says nothing: rows that were chosen by rank, as boxes are
 * ({@code NonMaxSuppression}, {@code TopK}), change places when two of them are as good but for rounding, and those of
 * {@code Unique} that are not sorted have none. Two such results are compared as sets: rows that the same node chose,
 * in all results together, are matched.
 *
 * <pre>{@code
 * RowOrder order = RowOrder.of(model.graph());
 * Agreement.of(expected.get("boxes"), order.aligned(expected, actual).get("boxes"));
 * }</pre>
 */
public final class RowOrder {
    /** More rows than these stay in their order. */
    private static final int MOST_ROWS = 4096;

    /** Where rows stand that {@code source} chose. */
    private record Rows(String source, int axis) {}

    private final Graph graph;
    private final Map<String, Rows> rows = new HashMap<>();

    private RowOrder(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(this::walk);
    }

    /** Returns what is known of {@code graph}. */
    public static RowOrder of(Graph graph) {
        return graph.fact(RowOrder.class, RowOrder.class, () -> new RowOrder(graph));
    }

    /** Returns whether the order of the rows of {@code value} says nothing. */
    public boolean isOpen(String value) {
        return rows.containsKey(value);
    }

    private void walk(Node node) {
        String source = node.outputs().isEmpty() ? "" : node.outputs().get(0);
        if (node.is("NonMaxSuppression")) {
            put(node.output(), source, 0);
        } else if (node.is("TopK")) {
            node.outputs().forEach(output -> put(output, source, (int) node.intAttribute("axis", -1)));
        } else if (node.is("Unique") && node.intAttribute("sorted", 1) == 0) {
            int axis = (int) node.intAttribute("axis", 0);
            node.outputs().stream().limit(1).forEach(output -> put(output, source, axis));
        } else {
            passedOn(node).ifPresent(found -> put(node.outputs().get(0), found.source, found.axis));
        }
    }

    private void put(String value, String source, int axis) {
        if (!value.isEmpty()) {
            rows.put(value, new Rows(source, axis));
        }
    }

    /**
     * Returns where the rows stand in the first result of {@code node}; empty if they are summed up or unknown there.
     */
    private Optional<Rows> passedOn(Node node) {
        if (Trait.UNARY.isOf(node.opType()) || Trait.ROUNDING.isOf(node.opType())) {
            return rows(node, 0);
        }
        if (Trait.BROADCAST.isOf(node.opType())) {
            return node.inputs().stream()
                    .flatMap(input -> Optional.ofNullable(rows.get(input)).stream())
                    .findFirst();
        }
        return switch (node.opType()) {
            case "Gather" -> gathered(node);
            case "GatherElements" -> rows(node, 1);
            case "GatherND", "Slice" -> leading(node);
            case "Concat" -> concatenated(node);
            case "Transpose" -> rows(node, 0).flatMap(found -> turned(node, found));
            case "Squeeze" -> rows(node, 0).flatMap(found -> shifted(node, found, -1));
            case "Unsqueeze" -> rows(node, 0).flatMap(found -> shifted(node, found, 1));
            default -> Optional.empty();
        };
    }

    private Optional<Rows> rows(Node node, int index) {
        return node.input(index).map(rows::get);
    }

    /** Rows that are picked by numbers of rows stand in the order of these. */
    private Optional<Rows> gathered(Node node) {
        int axis = (int) node.intAttribute("axis", 0);
        Optional<Rows> picked = rows(node, 1);
        if (picked.isPresent()) {
            return axis < 0 || picked.get().axis < 0
                    ? Optional.empty()
                    : Optional.of(new Rows(picked.get().source, axis + picked.get().axis));
        }
        return rows(node, 0).filter(found -> found.axis >= 0 && axis > found.axis);
    }

    /** The first axis stays what it is where elements of the others are chosen. */
    private Optional<Rows> leading(Node node) {
        boolean byIndex = node.is("GatherND");
        return rows(node, byIndex ? 1 : 0).filter(found -> found.axis == 0);
    }

    private Optional<Rows> concatenated(Node node) {
        long axis = node.intAttribute("axis", 0);
        return node.inputs().stream()
                .flatMap(input -> Optional.ofNullable(rows.get(input)).stream())
                .filter(found -> found.axis != axis)
                .findFirst();
    }

    private static Optional<Rows> turned(Node node, Rows found) {
        long[] axes = node.intsAttribute("perm").orElse(new long[0]);
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] == found.axis) {
                return Optional.of(new Rows(found.source, i));
            }
        }
        return Optional.empty();
    }

    private Optional<Rows> shifted(Node node, Rows found, int step) {
        Optional<long[]> axes = graph.constant(node, 1)
                .filter(tensor -> !tensor.dataType().isFloating())
                .map(Tensor::longs)
                .or(() -> node.intsAttribute("axes"));
        if (axes.isEmpty() || found.axis < 0) {
            return Optional.empty();
        }
        int place = found.axis;
        for (long axis : Arrays.stream(axes.get()).sorted().toArray()) {
            if (axis == place && step < 0) {
                return Optional.empty();
            }
            place += (step > 0 ? axis <= place : axis >= 0 && axis < found.axis) ? step : 0;
        }
        return Optional.of(new Rows(found.source, place));
    }

    /**
     * Returns {@code actual} with rows in the places of those of {@code expected} that they come closest to; values
     * whose order counts, or that have another type or shape than expected, as they are.
     */
    public Map<String, Tensor> aligned(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        if (rows.isEmpty()) {
            return actual;
        }
        Map<String, List<Slices>> groups = new LinkedHashMap<>();
        expected.forEach((name, tensor) -> slices(name, tensor, actual.get(name))
                .ifPresent(found -> groups.computeIfAbsent(found.group, any -> new ArrayList<>())
                        .add(found)));
        Map<String, Tensor> aligned = new LinkedHashMap<>(actual);
        groups.values().forEach(group -> matched(group).forEach(aligned::put));
        return aligned;
    }

    /** Two results of one value, cut into what stands before the axis of the rows, the rows, and what a row holds. */
    private record Slices(String group, String name, Tensor expected, Tensor actual, int outer, int count, int inner) {}

    private static boolean isComparable(Tensor expected, Tensor actual) {
        DataType type = expected.dataType();
        return type == actual.dataType()
                && type != DataType.STRING
                && type.bits() >= Byte.SIZE
                && type.bits() <= Long.SIZE
                && expected.rank() > 0
                && Arrays.equals(expected.dims(), actual.dims());
    }

    private Optional<Slices> slices(String name, Tensor expected, @Nullable Tensor actual) {
        Rows found = rows.get(name);
        if (found == null || actual == null || !isComparable(expected, actual)) {
            return Optional.empty();
        }
        int axis = found.axis < 0 ? found.axis + expected.rank() : found.axis;
        if (axis < 0 || axis >= expected.rank() || expected.dim(axis) > MOST_ROWS || expected.elementCount() == 0) {
            return Optional.empty();
        }
        int count = Math.toIntExact(expected.dim(axis));
        int inner = expected.inner(axis);
        int outer = Math.toIntExact(expected.elementCount() / count / inner);
        return Optional.of(
                new Slices(found.source + " " + outer + " " + count, name, expected, actual, outer, count, inner));
    }

    private static Map<String, Tensor> matched(List<Slices> group) {
        Slices any = group.get(0);
        List<double[]> expected =
                group.stream().map(each -> numbers(each.expected)).toList();
        List<double[]> actual = group.stream().map(each -> numbers(each.actual)).toList();
        int[] places = new int[any.outer * any.count];
        boolean moved = false;
        for (int o = 0; o < any.outer; o++) {
            boolean[] taken = new boolean[any.count];
            for (int row = 0; row < any.count; row++) {
                int nearest = nearest(group, expected, actual, new int[] {o, row}, taken);
                taken[nearest] = true;
                places[o * any.count + row] = nearest;
                moved |= nearest != row;
            }
        }
        Map<String, Tensor> made = new LinkedHashMap<>();
        if (moved) {
            group.forEach(each -> made.put(each.name, moved(each, places)));
        }
        return made;
    }

    /** Returns the row that comes closest and is not taken; its own place among several that are as close. */
    private static int nearest(
            List<Slices> group, List<double[]> expected, List<double[]> actual, int[] at, boolean[] taken) {
        int count = group.get(0).count;
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            int row = (at[1] + i) % count;
            if (!taken[row]) {
                double distance = 0;
                for (int each = 0; each < group.size() && distance < least; each++) {
                    int inner = group.get(each).inner;
                    int from = (at[0] * count + at[1]) * inner;
                    int to = (at[0] * count + row) * inner;
                    distance += distance(expected.get(each), from, actual.get(each), to, inner);
                }
                if (nearest < 0 || distance < least) {
                    least = distance;
                    nearest = row;
                }
                if (distance == 0) {
                    break;
                }
            }
        }
        return nearest;
    }

    /** Returns how far two rows lie apart, of their size: all values of a group count alike. */
    private static double distance(double[] a, int from, double[] b, int to, int inner) {
        double difference = 0;
        double size = 0;
        for (int k = 0; k < inner; k++) {
            double one = a[from + k];
            double other = b[to + k];
            difference += Double.compare(one, other) == 0 ? 0 : Math.abs(one - other);
            size += Math.abs(one);
        }
        return difference == 0 ? 0 : Double.isFinite(difference) ? difference / Math.max(size, 1e-12) : 1;
    }

    private static double[] numbers(Tensor tensor) {
        double[] numbers = new double[Math.toIntExact(tensor.elementCount())];
        if (tensor.dataType().isFloating()) {
            float[] values = tensor.floats();
            Arrays.setAll(numbers, i -> values[i]);
        } else {
            long[] values = tensor.longs();
            Arrays.setAll(numbers, i -> values[i]);
        }
        return numbers;
    }

    private static Tensor moved(Slices each, int[] places) {
        int bytes = each.inner * each.actual.dataType().bits() / Byte.SIZE;
        ByteBuffer source = each.actual.data();
        ByteBuffer target = ByteBuffer.allocate(source.remaining());
        byte[] row = new byte[bytes];
        for (int i = 0; i < places.length; i++) {
            int first = i / each.count * each.count;
            source.get((first + places[i]) * bytes, row);
            target.put(i * bytes, row);
        }
        return Tensor.of(each.actual.dataType(), each.actual.dims(), target);
    }
}
