package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexNull;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of a tensor by position. */
final class IndexOperations {

    private IndexOperations() {}

    static void addTo(Operators table) {
        table.on("get(NDManager,NDIndex)", IndexOperations::get)
                .on("get(NDManager,long[])", IndexOperations::getFixed)
                .on("gather(NDArray,int)", IndexOperations::gather);
    }

    private static NDArray getFixed(Invocation call) {
        long[] positions = (long[]) java.util.Objects.requireNonNull(call.argument(1));
        return call.self().array().get(new NDIndex(positions));
    }

    private static NDArray get(Invocation call) {
        NDIndex index = (NDIndex) java.util.Objects.requireNonNull(call.argument(1));
        Selection selection = new Selection();
        elements(index, call.self().rank()).forEach(element -> selection.add(call, element));
        return call.view(call.run(), selection.emit(call));
    }

    /** Returns the elements of {@code index} with an ellipsis written out. */
    private static List<NDIndexElement> elements(NDIndex index, int rank) {
        List<NDIndexElement> elements = new ArrayList<>(index.getIndices());
        int used = elements.stream().mapToInt(NDIndexElement::getRank).sum();
        if (index.getEllipsisIndex() >= 0) {
            for (int i = used; i < rank; i++) {
                elements.add(index.getEllipsisIndex(), new NDIndexAll());
            }
        }
        return elements;
    }

    private static NDArray gather(Invocation call) {
        Value positions = call.valueAt(0);
        return call.result(
                call.run(),
                call.node("GatherElements")
                        .input(call.self())
                        .input(positions)
                        .with("axis", call.self().axis(call.intAt(1)))
                        .emit());
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
                                "an index has an ONNX form (expected numbers, slices, all, new axes",
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
            if (!dropped.isEmpty()) {
                name = call.node("Squeeze")
                        .input(name)
                        .ints("axes", array(dropped))
                        .emit();
            }
            if (!added.isEmpty()) {
                name = call.node("Unsqueeze")
                        .input(name)
                        .ints("axes", array(added))
                        .emit();
            }
            return name;
        }

        private static long[] array(List<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }
    }
}
