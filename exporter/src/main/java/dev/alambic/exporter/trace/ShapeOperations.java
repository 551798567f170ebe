package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The same elements under other extents, in another order, repeated or divided. */
final class ShapeOperations {

    private ShapeOperations() {}

    static void addTo(Operators table) {
        table.on("reshape(Shape)", call -> withShape(call, "Reshape", call.shapeAt(0)))
                .on("flatten()", call -> flatten(call, 0, call.self().rank() - 1))
                .on("flatten(int,int)", call -> flatten(call, call.axisAt(0), call.axisAt(1)))
                .on("expandDims(int)", ShapeOperations::expandDims)
                .on("squeeze(int[])", ShapeOperations::squeeze)
                .on("transpose()", call -> transpose(call, reversed(call.self().rank())))
                .on("transpose(int[])", ShapeOperations::permute)
                .on("swapAxes(int,int)", ShapeOperations::swapAxes)
                .on("broadcast(Shape)", call -> withShape(call, "Expand", call.shapeAt(0)))
                .on("tile(long[])", call -> tile(call, call.longsAt(0)))
                .on("tile(long)", call -> call.self().array().tile(all(call)))
                .on("repeat(long)", call -> repeat(call, all(call)))
                .on("repeat(long[])", call -> repeat(call, call.longsAt(0)))
                .on("repeat(int,long)", ShapeOperations::repeatAxis)
                .on("repeat(Shape)", ShapeOperations::repeatToShape)
                .on("rotate90(int,int[])", ShapeOperations::rotate)
                .on("diagonal()", call -> diagonal(call, 0, 0, 1))
                .on("diagonal(int)", call -> diagonal(call, call.intAt(0), 0, 1))
                .on("diagonal(int,int,int)", call -> diagonal(call, call.intAt(0), call.intAt(1), call.intAt(2)))
                .on("pad(Shape,double)", ShapeOperations::pad)
                .on("split(long,int)", ShapeOperations::split)
                .on("split(long[],int)", ShapeOperations::split)
                .on("flip(int[])", ShapeOperations::flip);
    }

    /** Records an operator that takes the extents of its result. */
    private static NDArray withShape(Invocation call, String opType, long[] shape) {
        return call.view(call.onSelf(opType).ints("shape", shape).emit());
    }

    private static NDArray flatten(Invocation call, int from, int to) {
        NDArray real = call.run();
        int rank = call.self().rank();
        if (from == 1 && to == rank - 1) {
            return call.view(real, call.onSelf("Flatten").with("axis", 1).emit());
        }
        long[] extents = real.getShape().getShape();
        return call.view(real, call.onSelf("Reshape").ints("shape", extents).emit());
    }

    private static NDArray expandDims(Invocation call) {
        int axis = call.intAt(0) < 0 ? call.intAt(0) + call.self().rank() + 1 : call.intAt(0);
        return call.view(call.onSelf("Unsqueeze").ints("axes", axis).emit());
    }

    /** An axis that is not 1 long stays, as in the engine. */
    private static NDArray squeeze(Invocation call) {
        long[] axes = Arrays.stream(call.axesAt(0))
                .filter(axis -> call.self().shape().get(axis) == 1)
                .asLongStream()
                .toArray();
        if (axes.length == 0) {
            return call.self().array();
        }
        return call.view(call.onSelf("Squeeze").ints("axes", axes).emit());
    }

    private static NDArray permute(Invocation call) {
        long[] order = call.longAxesAt(0);
        return transpose(call, order.length == 0 ? reversed(call.self().rank()) : order);
    }

    private static long[] reversed(int rank) {
        return LongStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    }

    /** Of two transposes that undo each other nothing is left. */
    private static NDArray transpose(Invocation call, long[] order) {
        Optional<Call> before = call.recorder().writer(call.self().name());
        if (before.isPresent()
                && before.get().opType().equals("Transpose")
                && before.get().operands().get(0) instanceof Operand.Ref original
                && before.get().attributes().get("perm") instanceof Attribute.OfInts first
                && isUndone(first.values(), order)) {
            return call.view(call.recorder().real(original.name()), original.name());
        }
        return call.view(call.onSelf("Transpose").with("perm", order).emit());
    }

    private static boolean isUndone(List<Long> first, long[] then) {
        return IntStream.range(0, then.length).allMatch(axis -> first.get((int) then[axis]) == axis);
    }

    private static NDArray swapAxes(Invocation call) {
        int[] order = IntStream.range(0, call.self().rank()).toArray();
        int first = call.axisAt(0);
        int second = call.axisAt(1);
        order[first] = second;
        order[second] = first;
        return call.self().array().transpose(order);
    }

    /** With more repeats than axes, axes of 1 are put in front. */
    private static NDArray tile(Invocation call, long[] repeats) {
        NDArray data = call.self().array();
        for (int i = call.self().rank(); i < repeats.length; i++) {
            data = data.expandDims(0);
        }
        long[] full = new long[Math.max(repeats.length, call.self().rank())];
        Arrays.fill(full, 1);
        System.arraycopy(repeats, 0, full, full.length - repeats.length, repeats.length);
        return call.result(
                call.node("Tile").input(call.value(data)).ints("repeats", full).emit());
    }

    private static long[] all(Invocation call) {
        long[] repeats = new long[Math.max(1, call.self().rank())];
        Arrays.fill(repeats, call.numberAt(0).longValue());
        return repeats;
    }

    /** Each element several times in a row, where a tile repeats the whole: tiles of a new axis, put together. */
    private static NDArray repeat(Invocation call, long[] repeats) {
        NDArray result = call.self().array();
        for (int axis = 0; axis < repeats.length; axis++) {
            result = repeats[axis] == 1 ? result : repeated(result, axis, repeats[axis]);
        }
        return result;
    }

    private static NDArray repeated(NDArray array, int axis, long times) {
        Shape shape = array.getShape();
        long[] tiles = new long[shape.dimension() + 1];
        Arrays.fill(tiles, 1);
        tiles[axis + 1] = times;
        long[] extents = shape.getShape().clone();
        extents[axis] *= times;
        return array.expandDims(axis + 1).tile(tiles).reshape(new Shape(extents));
    }

    private static NDArray repeatAxis(Invocation call) {
        int axis = call.axisAt(0);
        return repeated(call.self().array(), axis, call.numberAt(1).longValue());
    }

    private static NDArray repeatToShape(Invocation call) {
        long[] wanted = call.shapeAt(0);
        int rank = call.self().rank();
        long[] repeats = new long[rank];
        Arrays.fill(repeats, 1);
        for (int i = 0; i < wanted.length; i++) {
            int axis = rank - wanted.length + i;
            repeats[axis] = wanted[i] / call.self().shape().get(axis);
        }
        return repeat(call, repeats);
    }

    private static NDArray rotate(Invocation call) {
        int first = call.self().axis(call.intsAt(1)[0]);
        int second = call.self().axis(call.intsAt(1)[1]);
        NDArray x = call.self().array();
        return switch (Math.floorMod(call.intAt(0), 4)) {
            case 0 -> x.duplicate();
            case 1 -> x.flip(second).swapAxes(first, second);
            case 2 -> x.flip(first, second);
            default -> x.flip(first).swapAxes(first, second);
        };
    }

    /** Both axes brought to the end and joined, then the elements at row * columns + column. */
    private static NDArray diagonal(Invocation call, int offset, int axis1, int axis2) {
        int rank = call.self().rank();
        int rowAxis = call.self().axis(axis1);
        int columnAxis = call.self().axis(axis2);
        int[] order = IntStream.concat(
                        IntStream.range(0, rank).filter(axis -> axis != rowAxis && axis != columnAxis),
                        IntStream.of(rowAxis, columnAxis))
                .toArray();
        long rows = call.self().shape().get(rowAxis);
        long columns = call.self().shape().get(columnAxis);
        long[] at = LongStream.range(0, rows)
                .filter(row -> row + offset >= 0 && row + offset < columns)
                .map(row -> row * columns + row + offset)
                .toArray();
        NDArray joined = call.self().array().transpose(order).flatten(rank - 2, rank - 1);
        NDArray positions = call.recorder().tracingManager().create(at);
        return joined.get(new NDIndex().addAllDim(rank - 2).addIndices("{}", positions));
    }

    /** The engine counts from the last axis: (last begin, last end, one before begin, ...). */
    private static NDArray pad(Invocation call) {
        long[] pairs = call.shapeAt(0);
        int rank = call.self().rank();
        long[] pads = new long[2 * rank];
        for (int i = 0; i < pairs.length / 2; i++) {
            pads[rank - 1 - i] = pairs[2 * i];
            pads[2 * rank - 1 - i] = pairs[2 * i + 1];
        }
        Value filling = call.scalar(call.numberAt(1), call.self().dataType());
        return call.result(call.onSelf("Pad").ints("pads", pads).input(filling).emit());
    }

    private static NDList split(Invocation call) {
        NDList parts = call.runList();
        int axis = call.axisAt(1);
        long[] sizes =
                parts.stream().mapToLong(part -> part.getShape().get(axis)).toArray();
        List<String> names =
                call.onSelf("Split").ints("split", sizes).with("axis", axis).emit(sizes.length);
        NDList result = new NDList();
        for (int i = 0; i < sizes.length; i++) {
            result.add(call.view(parts.get(i), names.get(i)));
        }
        return result;
    }

    private static NDArray flip(Invocation call) {
        long[] axes = call.longAxesAt(0);
        long[] minusOne = LongStream.of(axes).map(axis -> -1).toArray();
        long[] toFront = LongStream.of(axes).map(axis -> Long.MIN_VALUE).toArray();
        return call.result(call.onSelf("Slice")
                .ints("starts", minusOne)
                .ints("ends", toFront)
                .ints("axes", axes)
                .ints("steps", minusOne)
                .emit());
    }
}
