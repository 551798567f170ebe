package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that move elements without looking at them. */
final class ShapeOperators {

    private ShapeOperators() {}

    static void addTo(Operators operators) {
        operators
                .on(
                        "Shape",
                        node -> Operator.ofNumbers(call ->
                                ShapeArithmetic.shape(node, call.shape(0).getShape())))
                .on(
                        "Size",
                        node -> Operator.ofNumbers(
                                call -> IntegerArray.scalar(call.shape(0).size())))
                .on("Reshape", ShapeOperators::reshape)
                .on("Flatten", ShapeOperators::flatten)
                .on("Transpose", ShapeOperators::transpose)
                .onCall("Unsqueeze", ShapeOperators::unsqueeze)
                .onCall("Squeeze", (node, call) -> reshaped(call, Axes.squeezed(dims(call), axes(node, call))))
                .onCall("Concat", ShapeOperators::concat)
                .on("Split", ShapeOperators::split)
                .onCall(
                        "Expand",
                        call -> call.array(0).broadcast(new Shape(Axes.broadcast(dims(call), call.numbers(1)))))
                .onCall("Tile", call -> call.array(0).tile(call.numbers(1)));
    }

    private static long[] dims(Call call) {
        return call.shape(0).getShape();
    }

    private static NDArray reshaped(Call call, long[] dims) {
        return call.array(0).reshape(new Shape(dims));
    }

    private static NDArray unsqueeze(NodeView node, Call call) {
        return reshaped(call, Axes.unsqueezed(dims(call), Objects.requireNonNull(axes(node, call))));
    }

    /** Returns axes that were an attribute before they were an input, or null if left out. */
    private static long @Nullable [] axes(NodeView node, Call call) {
        return node.numbers("axes").orElseGet(() -> call.optionalNumbers(1));
    }

    private static Operator reshape(NodeView node) {
        boolean allowZero = node.flag("allowzero", false);
        return Operator.of(call -> {
            long[] target = node.numbers("shape").orElseGet(() -> call.numbers(1));
            return reshaped(call, Axes.reshaped(dims(call), target, allowZero));
        });
    }

    private static Operator flatten(NodeView node) {
        long axis = node.number("axis", 1);
        return Operator.of(call -> {
            Shape shape = call.shape(0);
            int front = (int) (axis < 0 ? axis + shape.dimension() : axis);
            long rows = shape.slice(0, front).size();
            return call.array(0).reshape(rows, shape.slice(front).size());
        });
    }

    private static Operator transpose(NodeView node) {
        return Operator.of(call -> {
            int rank = call.rank(0);
            return call.array(0)
                    .transpose(node.numbers("perm")
                            .map(perm -> LongStream.of(perm)
                                    .mapToInt(Math::toIntExact)
                                    .toArray())
                            .orElseGet(() -> IntStream.range(0, rank)
                                    .map(axis -> rank - 1 - axis)
                                    .toArray()));
        });
    }

    /** One part is returned as it is: the engine would copy it, and a copy cuts the gradient. */
    private static NDArray concat(NodeView node, Call call) {
        if (call.count() == 1) {
            return call.array(0);
        }
        NDList parts = new NDList();
        for (int i = 0; i < call.count(); i++) {
            parts.add(call.array(i));
        }
        return NDArrays.concat(
                parts, Axes.of(node.number("axis", 1), parts.head().getShape().dimension()));
    }

    private static Operator split(NodeView node) {
        long axis = node.number("axis", 0);
        int count = (int) node.number("num_outputs", node.node().outputs().size());
        return Operator.ofMany(call -> {
            NDArray x = call.array(0);
            int along = call.axis(axis, 0);
            long[] sizes = node.numbers("split").orElseGet(() -> call.optionalNumbers(1));
            long[] parts = sizes == null ? even(x.getShape().get(along), count) : sizes;
            if (parts.length == 1) {
                return new NDList(x);
            }
            long[] ends = parts.clone();
            Arrays.parallelPrefix(ends, Long::sum);
            return x.split(Arrays.copyOf(ends, ends.length - 1), along);
        });
    }

    /** All parts are equal but the last, which may be smaller. */
    private static long[] even(long extent, int count) {
        long each = (extent + count - 1) / count;
        return LongStream.range(0, count)
                .map(i -> Math.max(0, Math.min(each, extent - i * each)))
                .toArray();
    }

    /** Returns {@code x} with constant elements before and after each of its last axes. */
    static NDArray padded(NDArray x, long[] before, long[] after, double value) {
        NDArray cropped = cropped(x, before, after);
        long[] widths = new long[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            widths[2 * i] = Math.max(0, before[before.length - 1 - i]);
            widths[2 * i + 1] = Math.max(0, after[before.length - 1 - i]);
        }
        boolean padded = LongStream.of(widths).anyMatch(width -> width > 0);
        return padded ? cropped.pad(new Shape(widths), value) : cropped;
    }

    /** The engine's shapes have no negative extents, so its own padding cannot crop. */
    private static NDArray cropped(NDArray x, long[] before, long[] after) {
        if (LongStream.concat(LongStream.of(before), LongStream.of(after)).noneMatch(width -> width < 0)) {
            return x;
        }
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < before.length; axis++) {
            index.addSliceDim(Math.max(0, -before[axis]), x.getShape().get(axis) + Math.min(0, after[axis]));
        }
        return x.get(index);
    }
}
