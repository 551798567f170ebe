package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums, means and extrema along axes, and what is normalized by them. */
final class ReductionOperations {

    private static final Map<String, String> REDUCTIONS = Map.of(
            "sum", "ReduceSum", "mean", "ReduceMean", "max", "ReduceMax", "min", "ReduceMin", "prod", "ReduceProd");

    private ReductionOperations() {}

    static void addTo(Operators table) {
        REDUCTIONS.forEach((method, opType) -> table.on(method + "()", call -> all(call, opType))
                .on(method + "(int[],boolean)", call -> along(call, opType)));
        table.on("norm(boolean)", call -> norm(call, "ReduceL2", null, call.flagAt(0)))
                .on("norm(int,int[],boolean)", ReductionOperations::normOfOrder)
                .on("argMax(int)", call -> position(call, "ArgMax"))
                .on("argMin(int)", call -> position(call, "ArgMin"))
                .on("cumSum(int)", ReductionOperations::cumulativeSum)
                .on("softmax(int)", call -> softmax(call, "Softmax"))
                .on("logSoftmax(int)", call -> softmax(call, "LogSoftmax"));
    }

    private static NDArray all(Invocation call, String opType) {
        NDArray real = call.run();
        String input = call.recorder().cast(call.self(), real.getDataType());
        return call.result(
                real, call.node(opType).input(input).with("keepdims", 0).emit());
    }

    private static NDArray along(Invocation call, String opType) {
        int[] axes = Arrays.stream(call.intsAt(0)).map(call.self()::axis).toArray();
        NDArray real = call.run();
        String input = call.recorder().cast(call.self(), real.getDataType());
        return call.result(real, reduce(call, opType, input, axes, call.flagAt(1)));
    }

    /** Records a reduction; the axes became an input with opset 13 for ReduceSum and 18 for the others. */
    private static String reduce(Invocation call, String opType, String input, int[] axes, boolean keep) {
        long[] longs = Arrays.stream(axes).asLongStream().toArray();
        Draft node = call.node(opType).input(input).with("keepdims", keep ? 1 : 0);
        boolean axesAreInput = opType.equals("ReduceSum") || call.recorder().opset() >= 18;
        return axesAreInput
                ? node.ints("axes", longs).emit()
                : node.with("axes", longs).emit();
    }

    private static NDArray normOfOrder(Invocation call) {
        int order = call.intAt(0);
        if (order != 1 && order != 2) {
            throw call.recorder().refuse("a norm has an ONNX form (expected order 1 or 2", call.describe());
        }
        return norm(call, order == 1 ? "ReduceL1" : "ReduceL2", call.intsAt(1), call.flagAt(2));
    }

    private static NDArray norm(Invocation call, String opType, int @Nullable [] axes, boolean keep) {
        int[] all = axes == null ? IntStream.range(0, call.self().rank()).toArray() : axes;
        return call.result(call.run(), reduce(call, opType, call.self().name(), all, keep));
    }

    private static NDArray position(Invocation call, String opType) {
        return call.result(
                call.run(),
                call.node(opType)
                        .input(call.self())
                        .with("axis", call.self().axis(call.intAt(0)))
                        .with("keepdims", 0)
                        .emit());
    }

    private static NDArray cumulativeSum(Invocation call) {
        NDArray real = call.run();
        Value axis = call.recorder().scalar(call.self().axis(call.intAt(0)), DataType.INT64);
        String input = call.recorder().cast(call.self(), real.getDataType());
        return call.result(real, call.node("CumSum").input(input).input(axis).emit());
    }

    private static NDArray softmax(Invocation call, String opType) {
        NDArray real = call.run();
        String input = call.recorder().cast(call.self(), real.getDataType());
        return call.result(
                real,
                call.node(opType)
                        .input(input)
                        .with("axis", call.self().axis(call.intAt(0)))
                        .emit());
    }
}
