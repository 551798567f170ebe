package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that pick elements by their positions. */
final class IndexOperators {

    private IndexOperators() {}

    static void addTo(Operators operators) {
        operators
                .onCall("Slice", IndexOperators::slice)
                .onCall("Gather", IndexOperators::gather)
                .on("ReverseSequence", IndexOperators::reverseSequence)
                .onCall("GatherElements", (node, call) -> {
                    int axis = call.axis(node.number("axis", 0), 0);
                    NDArray x = call.array(0);
                    return x.gather(fromFront(call.array(1), x.getShape().get(axis)), axis);
                });
    }

    private static NDArray slice(NodeView node, Call call) {
        NDArray x = call.array(0);
        int rank = x.getShape().dimension();
        long[] starts = node.numbers("starts").orElseGet(() -> call.numbers(1));
        long[] ends = node.numbers("ends").orElseGet(() -> call.numbers(2));
        long[] axes = node.numbers("axes").orElseGet(() -> orAll(call.optionalNumbers(3), starts.length));
        long[] steps = call.has(4) ? call.numbers(4) : null;
        long[] low = new long[rank];
        long[] high = x.getShape().getShape().clone();
        long[] step = new long[rank];
        Arrays.fill(step, 1);
        NDArray source = x;
        for (int i = 0; i < axes.length; i++) {
            int axis = Axes.of(axes[i], rank);
            long extent = x.getShape().get(axis);
            long by = steps == null ? 1 : steps[i];
            if (by > 0) {
                low[axis] = bound(starts[i], 0, extent, extent);
                high[axis] = Math.max(low[axis], bound(ends[i], 0, extent, extent));
                step[axis] = by;
            } else {
                // backwards from start is forwards from the mirror of start
                source = source.flip(axis);
                low[axis] = extent - 1 - bound(starts[i], -1, extent - 1, extent);
                high[axis] = Math.max(low[axis], extent - 1 - bound(ends[i], -1, extent - 1, extent));
                step[axis] = -by;
            }
        }
        return source.get(index(low, high, step));
    }

    private static long[] orAll(long @Nullable [] axes, int count) {
        return axes == null ? LongStream.range(0, count).toArray() : axes;
    }

    private static long bound(long index, long least, long most, long extent) {
        return Math.max(least, Math.min(most, index < 0 ? index + extent : index));
    }

    private static NDIndex index(long[] low, long[] high, long[] step) {
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < low.length; axis++) {
            index.addSliceDim(low[axis], high[axis], step[axis]);
        }
        return index;
    }

    private static NDArray gather(NodeView node, Call call) {
        NDArray x = call.array(0);
        int axis = call.axis(node.number("axis", 0), 0);
        long extent = x.getShape().get(axis);
        if (call.shape(1).isScalar()) {
            long position = call.number(1);
            return x.get(new NDIndex().addAllDim(axis).addIndices(position < 0 ? position + extent : position));
        }
        NDArray indices = fromFront(call.array(1), extent);
        if (axis == 0 && x.getShape().dimension() == 2) {
            return x.getNDArrayInternal()
                    .embedding(indices, x, SparseFormat.DENSE)
                    .head();
        }
        return picked(x, axis, indices);
    }

    /** Returns {@code x} with its {@code axis} replaced by the axes of {@code indices}, int64 from the front. */
    static NDArray picked(NDArray x, int axis, NDArray indices) {
        return x.get(new NDIndex().addAllDim(axis).addIndices("{}", indices));
    }

    /** Returns int64 positions counted from the front. */
    static NDArray fromFront(NDArray indices, long extent) {
        NDArray longs = indices.toType(DataType.INT64, false);
        NDArray negative = longs.lt(0).toType(DataType.INT64, false);
        return longs.add(negative.mul(extent));
    }

    /** Turns the first elements of each sequence around; the others stay. */
    private static Operator reverseSequence(NodeView node) {
        int time = (int) node.number("time_axis", 0);
        int batch = (int) node.number("batch_axis", 1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            long[] lengths = call.numbers(1);
            long steps = x.getShape().get(time);
            long[] dims = new long[x.getShape().dimension()];
            Arrays.fill(dims, 1);
            dims[time] = steps;
            dims[batch] = lengths.length;
            long[] order = new long[Math.toIntExact(steps * lengths.length)];
            for (int i = 0; i < order.length; i++) {
                long step = time < batch ? i / lengths.length : i % steps;
                long length = lengths[(int) (time < batch ? i % lengths.length : i / steps)];
                order[i] = step < length ? length - 1 - step : step;
            }
            return x.gather(call.create(order, dims).broadcast(x.getShape()), time);
        });
    }
}
