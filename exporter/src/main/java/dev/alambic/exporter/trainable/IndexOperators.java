package dev.alambic.exporter.trainable;

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
                .on("Slice", node -> Operator.of(call -> slice(node, call)))
                .on("Gather", node -> Operator.of(call -> gather(node, call)))
                .on(
                        "GatherElements",
                        node -> Operator.of(call -> {
                            int axis = call.axis(node.number("axis", 0), 0);
                            NDArray x = call.array(0);
                            return x.gather(
                                    fromFront(call.array(1), x.getShape().get(axis)), axis);
                        }));
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
            NDIndex index = all(axis);
            index.addIndices(position < 0 ? position + extent : position);
            return x.get(index);
        }
        NDArray indices = fromFront(call.array(1), extent);
        if (axis == 0 && x.getShape().dimension() == 2) {
            return x.getNDArrayInternal()
                    .embedding(indices, x, SparseFormat.DENSE)
                    .head();
        }
        NDIndex index = all(axis);
        index.addIndices("{}", indices);
        return x.get(index);
    }

    private static NDIndex all(int axes) {
        NDIndex index = new NDIndex();
        for (int i = 0; i < axes; i++) {
            index.addAllDim();
        }
        return index;
    }

    /** Returns int64 positions counted from the front. */
    static NDArray fromFront(NDArray indices, long extent) {
        NDArray longs = indices.toType(DataType.INT64, false);
        NDArray negative = longs.lt(0).toType(DataType.INT64, false);
        return longs.add(negative.mul(extent));
    }
}
