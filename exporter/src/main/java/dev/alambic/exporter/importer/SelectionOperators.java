package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Operators that choose elements by their values, or by a condition. */
final class SelectionOperators {

    private SelectionOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("ArgMax", node -> extremum(node, NDArray::argMax))
                .on("ArgMin", node -> extremum(node, NDArray::argMin))
                .on("Hardmax", SelectionOperators::hardmax)
                .on("TopK", SelectionOperators::topK)
                .on("OneHot", SelectionOperators::oneHot)
                .on("Compress", SelectionOperators::compress)
                .unary("NonZero", x -> x.nonzero().transpose());
    }

    /** @param extremum finds the first of the extreme elements along an axis */
    private static Operator extremum(NodeView node, BiFunction<NDArray, Integer, NDArray> extremum) {
        long axis = node.number("axis", 0);
        boolean keep = node.flag("keepdims", true);
        boolean last = node.flag("select_last_index", false);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int along = call.axis(axis, 0);
            NDArray first = extremum.apply(last ? x.flip(along) : x, along);
            NDArray found = last ? first.neg().add(x.getShape().get(along) - 1) : first;
            return keep ? found.expandDims(along) : found;
        });
    }

    /** 1 at the first of the largest elements along an axis; before opset 13 along all axes from the given one. */
    private static Operator hardmax(NodeView node) {
        boolean matrix = node.opset() < 13;
        long axis = node.number("axis", matrix ? 1 : -1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int along = call.axis(axis, 0);
            if (!matrix) {
                return firstMaximum(call, x, along);
            }
            long rows = x.getShape().slice(0, along).size();
            return firstMaximum(call, x.reshape(rows, x.size() / rows), 1).reshape(x.getShape());
        });
    }

    private static NDArray firstMaximum(Call call, NDArray x, int axis) {
        return positions(call, x.getShape(), axis)
                .eq(x.argMax(axis).expandDims(axis))
                .toType(x.getDataType(), false);
    }

    /** Returns 0, 1, ... along {@code axis}, of extent 1 along the others. */
    private static NDArray positions(Call call, Shape shape, int axis) {
        long extent = shape.get(axis);
        return call.manager()
                .arange(0, (int) extent, 1, DataType.INT64)
                .reshape(Axes.along(axis, extent, shape.dimension()));
    }

    /** The k largest or smallest in order; of equal ones the first. */
    private static Operator topK(NodeView node) {
        long axis = node.number("axis", -1);
        boolean largest = node.flag("largest", true);
        return Operator.ofMany(call -> {
            NDArray x = call.array(0);
            int along = call.axis(axis, 0);
            long count = node.opset() < 10 ? node.number("k", 1) : call.number(1);
            if (count > x.getShape().get(along)) {
                throw new IllegalArgumentException("k is at most the extent of the axis (expected "
                        + x.getShape().get(along) + " or fewer, was " + count + ")");
            }
            NDArray first =
                    ordered(call, x.swapAxes(along, -1), (int) count, largest).swapAxes(along, -1);
            return new NDList(x.gather(first, along), first);
        });
    }

    /** Returns the positions of the first {@code count} of each row; the sort of the engine is not stable. */
    private static NDArray ordered(Call call, NDArray x, int count, boolean largest) {
        double[] values = x.toType(DataType.FLOAT64, true).toDoubleArray();
        int last = x.getShape().dimension() - 1;
        int extent = (int) x.getShape().get(last);
        Comparator<Integer> ascending = Comparator.comparingDouble(i -> values[i] + 0.0); // -0 equals 0
        Comparator<Integer> order = largest ? ascending.reversed() : ascending;
        long[] positions = IntStream.range(0, extent == 0 ? 0 : values.length / extent)
                .map(row -> row * extent)
                .boxed()
                .flatMapToLong(start -> IntStream.range(start, start + extent)
                        .boxed()
                        .sorted(order)
                        .limit(count)
                        .mapToLong(i -> i - start))
                .toArray();
        return call.create(positions, Axes.with(x.getShape(), last, count).getShape());
    }

    /** Differentiable by the two values. */
    private static Operator oneHot(NodeView node) {
        long axis = node.number("axis", -1);
        return Operator.of(call -> {
            long depth = call.number(1);
            NDArray values = call.array(2);
            NDArray indices = IndexOperators.fromFront(call.array(0), depth);
            int rank = call.rank(0);
            int at = Axes.of(axis, rank + 1);
            long[] dims = Axes.unsqueezed(call.shape(0).getShape(), new long[] {at});
            dims[at] = depth;
            NDArray hit = positions(call, new Shape(dims), at)
                    .eq(indices.expandDims(at))
                    .toType(values.getDataType(), false);
            NDArray off = values.get(0);
            return off.add(hit.mul(values.get(1).sub(off)));
        });
    }

    private static Operator compress(NodeView node) {
        boolean flat = !node.node().attributes().containsKey("axis");
        long axis = node.number("axis", 0);
        return Operator.of(call -> {
            long[] condition = call.numbers(1);
            NDArray x = flat ? call.array(0).flatten() : call.array(0);
            int along = Axes.of(axis, x.getShape().dimension());
            long extent = x.getShape().get(along);
            long[] positions = IntStream.range(0, (int) Math.min(condition.length, extent))
                    .filter(i -> condition[i] != 0)
                    .asLongStream()
                    .toArray();
            return IndexOperators.picked(x, along, call.create(positions, positions.length));
        });
    }
}
