package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * {@code set(index, value)}: where a constant mask is true, the value padded to the extents of the tensor, else the
 * tensor as it was. The index is made of all, numbers, and slices of step 1.
 */
final class Assignment {

    private final Invocation call;
    private final long[] dims;
    private final long[] from;
    private final long[] to;
    private final boolean[] whole;
    private final List<Integer> fixed = new ArrayList<>();

    private Assignment(Invocation call, NDIndex index) {
        this.call = call;
        this.dims = call.self().shape().getShape();
        this.from = new long[dims.length];
        this.to = dims.clone();
        this.whole = new boolean[dims.length];
        List<NDIndexElement> elements = IndexOperations.elements(index, dims.length);
        for (int axis = 0; axis < dims.length; axis++) {
            restrict(axis, axis < elements.size() ? elements.get(axis) : new NDIndexAll());
        }
    }

    /** Returns the tensor after the assignment, as a new one. */
    static NDArray record(Invocation call) {
        NDIndex index = (NDIndex) Objects.requireNonNull(call.argument(0));
        Assignment assignment = new Assignment(call, index);
        NDArray real = call.recorder().engine().own(call.self().real().duplicate());
        String value;
        if (call.argument(1) instanceof Number number) {
            real.set(index, number);
            value = call.recorder().scalar(number, call.self().dataType()).name();
        } else {
            Value array = call.recorder().as(call.valueAt(1), call.self().dataType());
            real.set(index, array.real());
            value = assignment.padded(array);
        }
        String mask = call.recorder().constant(assignment.mask()).name();
        return call.result(
                real,
                call.node("Where").input(mask).input(value).input(call.self()).emit());
    }

    private void restrict(int axis, NDIndexElement element) {
        if (element instanceof NDIndexAll) {
            whole[axis] = true;
        } else if (element instanceof NDIndexFixed number) {
            from[axis] = fromFront(number.getIndex(), axis);
            to[axis] = from[axis] + 1;
            fixed.add(axis);
        } else if (element instanceof NDIndexSlice slice && (slice.getStep() == null || slice.getStep() == 1)) {
            from[axis] = slice.getMin() == null ? 0 : fromFront(slice.getMin(), axis);
            to[axis] = slice.getMax() == null ? dims[axis] : Math.min(dims[axis], fromFront(slice.getMax(), axis));
        } else {
            throw call.recorder()
                    .refuse(
                            "an assigned index has an ONNX form (expected all, numbers, slices of step 1",
                            element.getClass().getSimpleName());
        }
    }

    private long fromFront(long position, int axis) {
        return position < 0 ? position + dims[axis] : position;
    }

    /** Returns which elements are set; an axis that is set whole has extent 1. */
    private NDArray mask() {
        long[] extents = IntStream.range(0, dims.length)
                .mapToLong(axis -> whole[axis] ? 1 : dims[axis])
                .toArray();
        Shape shape = new Shape(extents);
        boolean[] mask = new boolean[Math.toIntExact(shape.size())];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = isSet(i, extents);
        }
        EngineCalls engine = call.recorder().engine();
        return engine.own(engine.manager().create(mask, shape));
    }

    private boolean isSet(int position, long[] extents) {
        long rest = position;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            long at = rest % extents[axis];
            rest /= extents[axis];
            if (!whole[axis] && (at < from[axis] || at >= to[axis])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the name of {@code value} brought to the extents of the tensor, an axis set whole left to broadcast. */
    private String padded(Value value) {
        if (value.rank() == 0) {
            return value.name();
        }
        String name = ranked(value);
        int rank = dims.length;
        long[] region = new long[rank];
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            region[axis] = whole[axis] ? 1 : to[axis] - from[axis];
            pads[axis] = from[axis];
            pads[rank + axis] = dims[axis] - to[axis];
        }
        if (fixed.isEmpty() && IntStream.range(0, rank).allMatch(axis -> whole[axis])) {
            return name;
        }
        String expanded = call.node("Expand").input(name).ints("shape", region).emit();
        return call.node("Pad").input(expanded).ints("pads", pads).emit();
    }

    /** Returns the name of {@code value} with the axes put in that the index drops, or that broadcasting adds. */
    private String ranked(Value value) {
        int missing = dims.length - value.rank();
        if (missing == 0) {
            return value.name();
        }
        long[] axes = missing == fixed.size()
                ? fixed.stream().mapToLong(Integer::longValue).toArray()
                : IntStream.range(0, missing).asLongStream().toArray();
        return call.node("Unsqueeze").input(value).ints("axes", axes).emit();
    }
}
