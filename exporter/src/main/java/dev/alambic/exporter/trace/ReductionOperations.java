package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Sums, means and extrema along axes, and what is normalized by them. */
final class ReductionOperations {

    private static final Map<String, String> REDUCTIONS = Map.of(
            "sum", "ReduceSum", "mean", "ReduceMean", "max", "ReduceMax", "min", "ReduceMin", "prod", "ReduceProd");

    private ReductionOperations() {}

    static void addTo(Operators table) {
        REDUCTIONS.forEach((method, opType) -> table.on(method + "()", call -> all(call, opType))
                .on(method + "(int[],boolean)", call -> along(call, opType)));
        table.on("norm(boolean)", call -> norm(call, "ReduceL2", new int[0], call.flagAt(0)))
                .on("norm(int,int[],boolean)", ReductionOperations::normOfOrder)
                .on("normalize(double,long,double)", ReductionOperations::normalize)
                .on("cumSum()", ReductionOperations::cumulativeSumOfFirst)
                .on("cumProd(int)", call -> cumulativeProduct(call, call.self()))
                .on("cumProd(int,DataType)", call -> cumulativeProduct(call, call.as(call.self(), call.typeAt(1))))
                .on("diff(int,int)", ReductionOperations::difference)
                .on("cumSum(int)", ReductionOperations::cumulativeSum)
                .on("softmax(int)", call -> softmax(call, "Softmax"))
                .on("logSoftmax(int)", call -> softmax(call, "LogSoftmax"));
    }

    private static NDArray all(Invocation call, String opType) {
        return withResultType(call, opType, node -> node.with("keepdims", 0));
    }

    private static NDArray along(Invocation call, String opType) {
        int[] axes = call.axesAt(0);
        NDArray real = call.run();
        String input = call.cast(call.self(), real.getDataType());
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

    /** (sum of |x|^p)^(1/p). */
    private static NDArray normOfOrder(Invocation call) {
        int order = call.intAt(0);
        if (order == 1 || order == 2) {
            return norm(call, order == 1 ? "ReduceL1" : "ReduceL2", call.axesAt(1), call.flagAt(2));
        }
        if (order < 1) {
            throw call.refuse("a norm has an ONNX form (expected an order of 1 or more");
        }
        int[] axes = call.intsAt(1);
        NDArray powers = call.self().array().abs().pow(order);
        NDArray sum = axes.length == 0 ? powers.sum() : powers.sum(axes, call.flagAt(2));
        return sum.pow(1.0 / order);
    }

    private static NDArray norm(Invocation call, String opType, int[] axes, boolean keep) {
        int[] all = axes.length == 0 ? IntStream.range(0, call.self().rank()).toArray() : axes;
        return call.result(reduce(call, opType, call.self().name(), all, keep));
    }

    /** x / max(norm of order p along an axis, epsilon). */
    private static NDArray normalize(Invocation call) {
        double order = call.numberAt(0).doubleValue();
        int axis = call.axisAt(1);
        NDArray x = call.self().array();
        NDArray norm = order == 1 || order == 2
                ? x.norm((int) order, new int[] {axis}, true)
                : x.abs().pow(order).sum(new int[] {axis}, true).pow(1 / order);
        return x.div(norm.maximum(call.numberAt(2)));
    }

    private static NDArray cumulativeSumOfFirst(Invocation call) {
        NDArray x = call.self().array();
        return call.self().rank() == 0 ? x.reshape(1) : x.cumSum(0);
    }

    /** What an element has more than the one before, n times. */
    private static NDArray difference(Invocation call) {
        int axis = call.axisAt(1);
        NDArray result = call.self().array();
        for (int i = 0; i < call.intAt(0); i++) {
            long last = result.getShape().get(axis) - 1;
            NDArray from = result.get(
                    new NDIndex().addAllDim(axis).addSliceDim(0, last).addEllipseDim());
            NDArray to = result.get(
                    new NDIndex().addAllDim(axis).addSliceDim(1, Long.MAX_VALUE).addEllipseDim());
            result = to.sub(from);
        }
        return result;
    }

    private static NDArray cumulativeSum(Invocation call) {
        NDArray real = call.run();
        Value axis = call.scalar(call.axisAt(0), DataType.INT64);
        String input = call.cast(call.self(), real.getDataType());
        return call.result(real, call.emit("CumSum", input, axis.name()));
    }

    private static NDArray softmax(Invocation call, String opType) {
        return withResultType(call, opType, node -> node.with("axis", call.axisAt(0)));
    }

    /** Records an operator of the receiver, brought to the type that the engine gives. */
    private static NDArray withResultType(Invocation call, String opType, UnaryOperator<Draft> attributes) {
        NDArray real = call.run();
        Draft node = call.node(opType).input(call.cast(call.self(), real.getDataType()));
        return call.result(real, attributes.apply(node).emit());
    }

    /**
     * The products of the elements of {@code factors} up to each along the axis that is the first argument: a Scan that
     * multiplies the product so far by the next.
     */
    private static NDArray cumulativeProduct(Invocation call, Value factors) {
        int axis = factors.axis(call.intAt(0));
        NDArray real = call.run();
        Value widened = call.as(factors, real.getDataType());
        NDArray one = widened.array()
                .get(new NDIndex().addAllDim(axis).addIndices(0).addEllipseDim())
                .onesLike();
        List<String> outputs = call.node("Scan")
                .input(call.value(one))
                .input(widened)
                .with("body", productBody(EngineTensors.typeOf(real.getDataType()), widened.rank() - 1))
                .with("num_scan_inputs", 1)
                .with("scan_input_axes", new long[] {axis})
                .with("scan_output_axes", new long[] {axis})
                .emit(2);
        return call.result(real, outputs.get(1));
    }

    private static Graph productBody(dev.alambic.onnx.graph.DataType type, int rank) {
        Object[] dims = new Object[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = "extent_" + i;
        }
        dev.alambic.onnx.graph.Shape shape = dev.alambic.onnx.graph.Shape.symbolic(dims);
        return Graph.build("cumulative_product", body -> {
            body.input(ValueInfo.of("so_far", type, shape)).input(ValueInfo.of("next", type, shape));
            body.node(Node.of("Mul", List.of("so_far", "next"), "product"));
            body.node(Node.of("Identity", List.of("product"), "kept"));
            body.output(ValueInfo.of("product", type, shape)).output(ValueInfo.of("kept", type, shape));
        });
    }
}
