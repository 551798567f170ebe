package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.index.dim.NDIndexTake;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code set(index, value)} as a new tensor: where a mask is true, the value, else the tensor as it was. The mask is
 * the conjunction of one for each axis that the index restricts; along such an axis the value is gathered, so that its
 * elements stand where they go.
 */
final class Assignment {

    /** The positions from, from + step, ... below to of an axis. */
    private record Stretch(int axis, long from, long to, long step) {
        long count() {
            return Math.max(0, (to - from + step - 1) / step);
        }
    }

    private final Invocation call;
    private final long[] dims;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Integer> fixed = new ArrayList<>();

    private Assignment(Invocation call, List<NDIndexElement> elements) {
        this.call = call;
        this.dims = call.self().shape().getShape();
        for (int axis = 0; axis < elements.size(); axis++) {
            restrict(axis, elements.get(axis));
        }
    }

    /** Returns the tensor after the assignment, as a new one. */
    static NDArray record(Invocation call) {
        NDIndex index = (NDIndex) Objects.requireNonNull(call.argument(0));
        NDArray real = call.own(call.self().real().duplicate());
        NDIndex realIndex = call.recorder().engine().real(index);
        Value value;
        if (call.argument(1) instanceof Number number) {
            real.set(realIndex, number);
            value = call.scalar(number, call.self().dataType());
        } else {
            value = call.as(call.valueAt(1), call.self().dataType());
            real.set(realIndex, value.real());
        }
        List<NDIndexElement> elements =
                IndexOperations.elements(index, call.self().rank());
        if (IndexOperations.has(NDIndexTake.class, elements)) {
            return call.result(real, scattered(call, elements, value));
        }
        if (IndexOperations.has(NDIndexBooleans.class, elements)) {
            return call.result(real, masked(call, elements, value));
        }
        Assignment assignment = new Assignment(call, elements);
        String placed = assignment.placed(value);
        Optional<NDArray> mask = assignment.mask();
        return call.result(real, mask.isPresent() ? where(call, mask.get(), placed) : assignment.whole(placed));
    }

    private static String where(Invocation call, NDArray mask, String value) {
        return call.emit("Where", call.value(mask).name(), value, call.self().name());
    }

    /** A mask for the first axes; the value is one number, or else how many it has would depend on the mask. */
    private static String masked(Invocation call, List<NDIndexElement> elements, Value value) {
        if (!(elements.get(0) instanceof NDIndexBooleans mask)
                || !elements.stream().skip(1).allMatch(NDIndexAll.class::isInstance)
                || value.rank() > 0) {
            throw call.refuse("a mask in an assignment stands alone and takes one number (expected rank 0");
        }
        NDArray condition = call.value(mask.getIndex()).array();
        for (int axis = condition.getShape().dimension(); axis < call.self().rank(); axis++) {
            condition = condition.expandDims(-1);
        }
        return where(call, condition, value.name());
    }

    private static String scattered(Invocation call, List<NDIndexElement> elements, Value value) {
        List<Integer> axes = new ArrayList<>();
        List<Value> positions = new ArrayList<>();
        for (int axis = 0; axis < elements.size(); axis++) {
            if (elements.get(axis) instanceof NDIndexTake take) {
                axes.add(axis);
                positions.add(call.as(call.value(take.getIndex()), DataType.INT64));
            } else if (!(elements.get(axis) instanceof NDIndexAll)) {
                throw call.refuse("an assignment by arrays has all of the other axes (expected all");
            }
        }
        return new Positions(call, axes, positions).scatter(call.self(), value);
    }

    private void restrict(int axis, NDIndexElement element) {
        if (element instanceof NDIndexFixed number) {
            long from = fromFront(number.getIndex(), axis);
            stretches.add(new Stretch(axis, from, from + 1, 1));
            fixed.add(axis);
        } else if (element instanceof NDIndexSlice slice) {
            long from = slice.getMin() == null ? 0 : fromFront(slice.getMin(), axis);
            long to = slice.getMax() == null ? dims[axis] : Math.min(dims[axis], fromFront(slice.getMax(), axis));
            long step = slice.getStep() == null ? 1 : slice.getStep();
            if (from > 0 || to < dims[axis] || step > 1) {
                stretches.add(new Stretch(axis, from, to, step));
            }
        } else if (!(element instanceof NDIndexAll)) {
            throw call.recorder()
                    .refuse(
                            "an assigned index has an ONNX form (expected all, numbers, slices, arrays, a mask",
                            element.getClass().getSimpleName());
        }
    }

    private long fromFront(long position, int axis) {
        return position < 0 ? position + dims[axis] : position;
    }

    /** Returns which elements are set, of extent 1 along an axis that is set whole; nothing if all are. */
    private Optional<NDArray> mask() {
        return stretches.stream()
                .map(stretch -> alongAxis(inside(stretch), stretch.axis))
                .reduce(NDArray::logicalAnd);
    }

    private NDArray inside(Stretch stretch) {
        NDArray at = positions(stretch);
        NDArray inside = at.gte(stretch.from).logicalAnd(at.lt(stretch.to));
        return stretch.step == 1
                ? inside
                : inside.logicalAnd(at.sub(stretch.from).mod(stretch.step).eq(0));
    }

    /** Returns 0, 1, ... along the axis, int64. */
    private NDArray positions(Stretch stretch) {
        return call.recorder().tracingManager().arange(0, (int) dims[stretch.axis], 1, DataType.INT64);
    }

    private NDArray alongAxis(NDArray vector, int axis) {
        long[] extents = IntStream.range(0, dims.length)
                .mapToLong(i -> i == axis ? dims[axis] : 1)
                .toArray();
        return vector.reshape(new Shape(extents));
    }

    /** Returns the name of {@code value} with its elements where they go, 1 long along an axis that it broadcasts. */
    private String placed(Value value) {
        if (value.rank() == 0) {
            return value.name();
        }
        Value placed = ranked(value);
        for (Stretch stretch : stretches) {
            if (placed.shape().get(stretch.axis) > 1) {
                NDArray source = positions(stretch).sub(stretch.from);
                NDArray scaled = stretch.step == 1
                        ? source
                        : source.div(stretch.step).floor().toType(DataType.INT64, false);
                NDArray at = scaled.clip(0, stretch.count() - 1);
                NDIndex index = new NDIndex().addAllDim(stretch.axis).addIndices("{}", at);
                placed = call.value(placed.array().get(index.addEllipseDim()));
            }
        }
        return placed.name();
    }

    /** Returns {@code value} with the axes put in that the index drops, or that broadcasting adds. */
    private Value ranked(Value value) {
        int missing = dims.length - value.rank();
        NDArray ranked = value.array();
        for (int i = 0; i < missing; i++) {
            ranked = ranked.expandDims(missing == fixed.size() ? fixed.get(i) : 0);
        }
        return call.value(ranked);
    }

    private String whole(String value) {
        return call.node("Expand").input(value).ints("shape", dims).emit();
    }
}
