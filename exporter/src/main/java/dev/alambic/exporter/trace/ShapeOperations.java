package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The same elements under other extents, in another order, repeated or divided. */
final class ShapeOperations {

    private ShapeOperations() {}

    static void addTo(Operators table) {
        table.on("reshape(Shape)", ShapeOperations::reshape)
                .on("flatten()", call -> flatten(call, 0, call.self().rank() - 1))
                .on(
                        "flatten(int,int)",
                        call -> flatten(
                                call,
                                call.self().axis(call.intAt(0)),
                                call.self().axis(call.intAt(1))))
                .on("expandDims(int)", ShapeOperations::expandDims)
                .on("squeeze(int[])", ShapeOperations::squeeze)
                .on("transpose()", call -> transpose(call, reversed(call.self().rank())))
                .on("transpose(int[])", ShapeOperations::permute)
                .on("swapAxes(int,int)", ShapeOperations::swapAxes)
                .on("broadcast(Shape)", ShapeOperations::broadcast)
                .on("tile(long[])", ShapeOperations::tile)
                .on("pad(Shape,double)", ShapeOperations::pad)
                .on("split(long,int)", ShapeOperations::split)
                .on("split(long[],int)", ShapeOperations::split)
                .on("flip(int[])", ShapeOperations::flip);
    }

    private static NDArray reshape(Invocation call) {
        return call.view(
                call.run(),
                call.node("Reshape")
                        .input(call.self())
                        .ints("shape", call.shapeAt(0))
                        .emit());
    }

    private static NDArray flatten(Invocation call, int from, int to) {
        NDArray real = call.run();
        int rank = call.self().rank();
        if (from == 1 && to == rank - 1) {
            return call.view(
                    real,
                    call.node("Flatten").input(call.self()).with("axis", 1).emit());
        }
        long[] extents = real.getShape().getShape();
        return call.view(
                real,
                call.node("Reshape").input(call.self()).ints("shape", extents).emit());
    }

    private static NDArray expandDims(Invocation call) {
        int axis = call.intAt(0) < 0 ? call.intAt(0) + call.self().rank() + 1 : call.intAt(0);
        return call.view(
                call.run(),
                call.node("Unsqueeze").input(call.self()).ints("axes", axis).emit());
    }

    /** An axis that is not 1 long stays, as in the engine. */
    private static NDArray squeeze(Invocation call) {
        long[] axes = Arrays.stream(call.intsAt(0))
                .map(call.self()::axis)
                .filter(axis -> call.self().shape().get(axis) == 1)
                .asLongStream()
                .toArray();
        if (axes.length == 0) {
            return call.self().array();
        }
        return call.view(
                call.run(),
                call.node("Squeeze").input(call.self()).ints("axes", axes).emit());
    }

    private static NDArray permute(Invocation call) {
        long[] order = Arrays.stream(call.intsAt(0))
                .map(call.self()::axis)
                .asLongStream()
                .toArray();
        return transpose(call, order.length == 0 ? reversed(call.self().rank()) : order);
    }

    private static long[] reversed(int rank) {
        return LongStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    }

    private static NDArray transpose(Invocation call, long[] order) {
        return call.view(
                call.run(),
                call.node("Transpose").input(call.self()).with("perm", order).emit());
    }

    private static NDArray swapAxes(Invocation call) {
        int[] order = IntStream.range(0, call.self().rank()).toArray();
        int first = call.self().axis(call.intAt(0));
        int second = call.self().axis(call.intAt(1));
        order[first] = second;
        order[second] = first;
        return call.self().array().transpose(order);
    }

    private static NDArray broadcast(Invocation call) {
        return call.view(
                call.run(),
                call.node("Expand")
                        .input(call.self())
                        .ints("shape", call.shapeAt(0))
                        .emit());
    }

    private static NDArray tile(Invocation call) {
        long[] repeats = (long[]) java.util.Objects.requireNonNull(call.argument(0));
        return call.result(
                call.run(),
                call.node("Tile").input(call.self()).ints("repeats", repeats).emit());
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
        Value filling = call.recorder().scalar(call.numberAt(1), call.self().dataType());
        return call.result(
                call.run(),
                call.node("Pad")
                        .input(call.self())
                        .ints("pads", pads)
                        .input(filling)
                        .emit());
    }

    private static NDList split(Invocation call) {
        NDList parts = call.runList();
        int axis = call.self().axis(call.intAt(1));
        long[] sizes =
                parts.stream().mapToLong(part -> part.getShape().get(axis)).toArray();
        List<String> names = call.node("Split")
                .input(call.self())
                .ints("split", sizes)
                .with("axis", axis)
                .emit(sizes.length);
        NDList result = new NDList();
        for (int i = 0; i < sizes.length; i++) {
            result.add(call.view(parts.get(i), names.get(i)));
        }
        return result;
    }

    private static NDArray flip(Invocation call) {
        long[] axes = Arrays.stream(call.intsAt(0))
                .map(call.self()::axis)
                .asLongStream()
                .toArray();
        long[] minusOne = LongStream.of(axes).map(axis -> -1).toArray();
        long[] toFront = LongStream.of(axes).map(axis -> Long.MIN_VALUE).toArray();
        return call.result(
                call.run(),
                call.node("Slice")
                        .input(call.self())
                        .ints("starts", minusOne)
                        .ints("ends", toFront)
                        .ints("axes", axes)
                        .ints("steps", minusOne)
                        .emit());
    }
}
