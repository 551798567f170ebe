package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexNull;
import ai.djl.ndarray.index.dim.NDIndexPick;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.index.dim.NDIndexTake;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parts of a tensor by an index: numbers, slices, new axes, arrays of positions, a mask. */
final class IndexOperations {

    private IndexOperations() {}

    static void addTo(Operators table) {
        table.on("get(NDManager,NDIndex)", IndexOperations::get)
                .on("get(NDManager,long[])", IndexOperations::getFixed)
                .on("set(NDIndex,NDArray)", Assignment::record)
                .on("set(NDIndex,Number)", Assignment::record)
                .on("setScalar(NDIndex,Number)", Assignment::record)
                .on("set(Buffer)", IndexOperations::overwrite)
                .on("copyTo(NDArray)", IndexOperations::copyTo)
                .on("intern(NDArray)", IndexOperations::intern);
    }

    private static NDArray getFixed(Invocation call) {
        long[] positions = (long[]) Objects.requireNonNull(call.argument(1));
        return call.self().array().get(new NDIndex(positions));
    }

    private static NDArray get(Invocation call) {
        NDIndex index = (NDIndex) Objects.requireNonNull(call.argument(1));
        List<NDIndexElement> elements = elements(index, call.self().rank());
        if (has(NDIndexBooleans.class, elements)) {
            return MaskOperations.get(call, elements);
        }
        if (has(NDIndexPick.class, elements)) {
            return pick(call, elements);
        }
        if (has(NDIndexTake.class, elements)) {
            return take(call, elements);
        }
        Selection selection = new Selection();
        elements.forEach(element -> selection.add(call, element));
        return call.view(selection.emit(call));
    }

    static boolean has(Class<? extends NDIndexElement> kind, List<NDIndexElement> elements) {
        return elements.stream().anyMatch(kind::isInstance);
    }

    /** Returns the elements of {@code index} with an ellipsis written out, one or more for each axis. */
    static List<NDIndexElement> elements(NDIndex index, int rank) {
        List<NDIndexElement> elements = new ArrayList<>(index.getIndices());
        int used = elements.stream().mapToInt(NDIndexElement::getRank).sum();
        if (index.getEllipsisIndex() >= 0) {
            for (int i = used; i < rank; i++) {
                elements.add(index.getEllipsisIndex(), new NDIndexAll());
            }
        }
        return elements;
    }

    /** Returns the position of the first element that does not take a whole axis; there is one. */
    static int firstRestricted(List<NDIndexElement> elements) {
        int first = 0;
        while (elements.get(first) instanceof NDIndexAll) {
            first++;
        }
        return first;
    }

    /** Numbers, slices and new axes first, as the engine does; then the arrays of positions. */
    private static NDArray take(Invocation call, List<NDIndexElement> elements) {
        NDArray real = call.run();
        NDIndex others = new NDIndex();
        List<Integer> axes = new ArrayList<>();
        List<Value> positions = new ArrayList<>();
        int axis = 0;
        for (NDIndexElement element : elements) {
            if (element instanceof NDIndexTake taken) {
                positions.add(call.as(call.value(taken.getIndex()), DataType.INT64));
                axes.add(axis);
            }
            others.addAllDim();
            others.getIndices().set(others.getRank() - 1, element instanceof NDIndexTake ? new NDIndexAll() : element);
            axis += element instanceof NDIndexFixed ? 0 : 1;
        }
        boolean plain = others.stream().allMatch(NDIndexAll.class::isInstance);
        Value selected = plain ? call.self() : call.value(call.self().array().get(others));
        return call.result(real, new Positions(call, axes, positions).gather(selected));
    }

    /** One element along an axis for each of the others: positions of the same rank, 1 or as many along the axis. */
    private static NDArray pick(Invocation call, List<NDIndexElement> elements) {
        int axis = firstRestricted(elements);
        if (elements.get(axis) instanceof NDIndexPick pick
                && pick.getIndex().getShape().dimension() == call.self().rank()) {
            Value positions = call.as(call.value(pick.getIndex()), DataType.INT64);
            NDArray real = call.self().real().gather(positions.real(), axis);
            return call.result(
                    call.own(real),
                    call.onSelf("GatherElements")
                            .input(positions)
                            .with("axis", axis)
                            .emit());
        }
        throw call.refuse("a pick has positions of the array's rank (expected the same");
    }

    /** All elements from a buffer of the block. */
    private static NDArray overwrite(Invocation call) {
        NDArray real = call.own(call.self().real().duplicate());
        real.set((java.nio.Buffer) Objects.requireNonNull(call.argument(0)));
        return call.recorder().constant(real).array();
    }

    private static NDArray intern(Invocation call) {
        call.self().become(call.valueAt(0));
        return call.self().array();
    }

    private static NDArray copyTo(Invocation call) {
        if (call.argument(0) instanceof Traced target) {
            target.tracedValue().become(call.self());
            return call.self().array();
        }
        throw call.refuse("a block keeps nothing of a run (expected a copy into an array of the run");
    }

    /** A Slice of some axes, then the fixed ones dropped, then new ones put in. */
    private static final class Selection {
        private final List<Long> starts = new ArrayList<>();
        private final List<Long> ends = new ArrayList<>();
        private final List<Long> steps = new ArrayList<>();
        private final List<Long> axes = new ArrayList<>();
        private final List<Long> dropped = new ArrayList<>();
        private final List<Long> added = new ArrayList<>();
        private long axis;
        private long resultAxis;

        void add(Invocation call, NDIndexElement element) {
            if (element instanceof NDIndexAll) {
                resultAxis++;
            } else if (element instanceof NDIndexFixed fixed) {
                long at = fixed.getIndex();
                slice(at, at == -1 ? Long.MAX_VALUE : at + 1, 1);
                dropped.add(axis);
            } else if (element instanceof NDIndexSlice slice) {
                slice(or(slice.getMin(), 0), or(slice.getMax(), Long.MAX_VALUE), or(slice.getStep(), 1));
                resultAxis++;
            } else if (element instanceof NDIndexNull) {
                added.add(resultAxis++);
            } else {
                throw call.recorder()
                        .refuse(
                                "an index has an ONNX form (expected numbers, slices, all, new axes, arrays",
                                element.getClass().getSimpleName() + " in " + call.describe());
            }
            axis += element.getRank();
        }

        private static long or(@Nullable Long number, long missing) {
            return number == null ? missing : number;
        }

        private void slice(long start, long end, long step) {
            starts.add(start);
            ends.add(end);
            steps.add(step);
            axes.add(axis);
        }

        String emit(Invocation call) {
            String name = call.self().name();
            if (!axes.isEmpty()) {
                name = call.node("Slice")
                        .input(name)
                        .ints("starts", array(starts))
                        .ints("ends", array(ends))
                        .ints("axes", array(axes))
                        .ints("steps", array(steps))
                        .emit();
            }
            return withAxes(call, "Unsqueeze", withAxes(call, "Squeeze", name, dropped), added);
        }

        private static String withAxes(Invocation call, String opType, String name, List<Long> axes) {
            return axes.isEmpty()
                    ? name
                    : call.node(opType).input(name).ints("axes", array(axes)).emit();
        }

        private static long[] array(List<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }
    }
}
