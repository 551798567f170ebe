package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexNull;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.index.dim.NDIndexTake;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Parts of a tensor by position. */
final class IndexOperations {

    private IndexOperations() {}

    static void addTo(Operators table) {
        table.on("get(NDManager,NDIndex)", IndexOperations::get)
                .on("get(NDManager,long[])", IndexOperations::getFixed)
                .on("set(NDIndex,NDArray)", Assignment::record)
                .on("set(NDIndex,Number)", Assignment::record)
                .on("gather(NDArray,int)", IndexOperations::gather)
                .on("gatherNd(NDArray)", IndexOperations::gatherNd)
                .on("take(NDManager,NDArray)", IndexOperations::take);
    }

    private static NDArray getFixed(Invocation call) {
        long[] positions = (long[]) Objects.requireNonNull(call.argument(1));
        return call.self().array().get(new NDIndex(positions));
    }

    private static NDArray get(Invocation call) {
        NDIndex index = (NDIndex) Objects.requireNonNull(call.argument(1));
        Selection selection = new Selection();
        List<NDIndexElement> elements = elements(index, call.self().rank());
        if (elements.stream().anyMatch(NDIndexTake.class::isInstance)) {
            return takeRows(call, elements);
        }
        elements.forEach(element -> selection.add(call, element));
        return call.view(call.run(), selection.emit(call));
    }

    /** One axis by positions in an array, all of the others; slices and numbers go into a selection before. */
    private static NDArray takeRows(Invocation call, List<NDIndexElement> elements) {
        boolean others = elements.stream()
                .filter(element -> !(element instanceof NDIndexTake))
                .allMatch(NDIndexAll.class::isInstance);
        List<NDIndexTake> takes = elements.stream()
                .filter(NDIndexTake.class::isInstance)
                .map(NDIndexTake.class::cast)
                .toList();
        if (!others || takes.size() > 1) {
            throw call.recorder().refuse("an array indexes one axis (expected all of the others", call.describe());
        }
        int axis = elements.indexOf(takes.get(0));
        Value positions = call.recorder().as(call.recorder().value(takes.get(0).getIndex()), DataType.INT64);
        NDIndex real = new NDIndex().addAllDim(axis).addIndices("{}", positions.real());
        return call.result(
                call.recorder().engine().own(call.self().real().get(real)),
                call.node("Gather")
                        .input(call.self())
                        .input(positions)
                        .with("axis", axis)
                        .emit());
    }

    /** Returns the elements of {@code index} with an ellipsis written out. */
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

    /** The engine has the coordinates on the first axis of the positions, ONNX on the last. */
    private static NDArray gatherNd(Invocation call) {
        Value positions = call.recorder().as(call.valueAt(0), DataType.INT64);
        long[] order = LongStream.range(0, positions.rank())
                .map(axis -> (axis + 1) % positions.rank())
                .toArray();
        String coordinates =
                call.node("Transpose").input(positions).with("perm", order).emit();
        // the engine casts the array that it is given, so it gets a copy
        NDArray real = call.recorder()
                .engine()
                .own(call.self().real().gatherNd(positions.real().duplicate()));
        return call.result(
                real,
                call.node("GatherND").input(call.self()).input(coordinates).emit());
    }

    /** Elements by position in the flattened array. */
    private static NDArray take(Invocation call) {
        Value flat = call.recorder().value(call.self().array().flatten());
        String positions = call.recorder().cast(call.valueAt(1), DataType.INT64);
        return call.result(
                call.run(),
                call.node("Gather").input(flat).input(positions).with("axis", 0).emit());
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
