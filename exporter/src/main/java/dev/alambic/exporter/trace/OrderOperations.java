package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/** Elements by their order along an axis: all of it is TopK. */
final class OrderOperations {

    private OrderOperations() {}

    static void addTo(Operators table) {
        table.on("topK(int,int,boolean,boolean)", OrderOperations::topK)
                .on("argSort(int,boolean)", OrderOperations::argSort)
                .on("sort()", call -> sorted(call, -1))
                .on("sort(int)", call -> sorted(call, call.intAt(0)))
                .on("median()", call -> median(call, -1))
                .on("median(int[])", call -> median(call, call.intsAt(0)[0]))
                .on("percentile(Number)", call -> percentile(call, -1))
                .on("percentile(Number,int[])", call -> percentile(call, call.intsAt(1)[0]))
                .on("argMax()", call -> positionOfAll(call, "ArgMax"))
                .on("argMin()", call -> positionOfAll(call, "ArgMin"))
                .on("argMax(int)", call -> position(call, "ArgMax"))
                .on("argMin(int)", call -> position(call, "ArgMin"));
    }

    private static NDList topK(Invocation call) {
        NDList reals = call.runList();
        int axis = call.axisAt(1);
        List<String> names = call.onSelf("TopK")
                .ints("k", call.intAt(0))
                .with("axis", axis)
                .with("largest", call.flagAt(2) ? 1 : 0)
                .with("sorted", call.flagAt(3) ? 1 : 0)
                .emit(2);
        return new NDList(call.result(reals.get(0), names.get(0)), call.result(reals.get(1), names.get(1)));
    }

    /** Returns the names of the values in ascending order, and of their positions. */
    private static List<String> ascending(Invocation call, int axis) {
        return call.onSelf("TopK")
                .ints("k", call.self().shape().get(axis))
                .with("axis", axis)
                .with("largest", 0)
                .with("sorted", 1)
                .emit(2);
    }

    private static NDArray sorted(Invocation call, int axis) {
        int front = call.self().axis(axis);
        return call.result(
                call.own(call.self().real().sort(front)), ascending(call, front).get(0));
    }

    /** Descending order is the ascending one from the back, as in the engine: it decides between equal elements. */
    private static NDArray argSort(Invocation call) {
        int axis = call.axisAt(0);
        NDArray real = call.own(call.self().real().argSort(axis, true));
        NDArray ascending = call.result(real, ascending(call, axis).get(1));
        return call.flagAt(1) ? ascending : ascending.flip(axis);
    }

    /** The lower one of the two in the middle. */
    private static NDArray median(Invocation call, int axis) {
        int front = call.self().axis(axis);
        long middle = (call.self().shape().get(front) - 1) / 2;
        return call.self()
                .array()
                .sort(front)
                .get(new NDIndex().addAllDim(front).addIndices(middle));
    }

    /** Linear between the two elements around position p (n - 1) / 100. */
    private static NDArray percentile(Invocation call, int axis) {
        int front = call.self().axis(axis);
        double at = call.numberAt(0).floatValue() / 100 * (call.self().shape().get(front) - 1);
        long below = (long) Math.floor(at);
        NDArray sorted = call.self().array().sort(front);
        NDArray low = sorted.get(new NDIndex().addAllDim(front).addIndices(below));
        NDArray high = sorted.get(new NDIndex().addAllDim(front).addIndices((long) Math.ceil(at)));
        return low.add(high.sub(low).mul(at - below));
    }

    private static NDArray positionOfAll(Invocation call, String opType) {
        return call.result(call.node(opType)
                .input(call.value(call.self().array().flatten()))
                .with("axis", 0)
                .with("keepdims", 0)
                .emit());
    }

    private static NDArray position(Invocation call, String opType) {
        return call.result(call.onSelf(opType)
                .with("axis", call.axisAt(0))
                .with("keepdims", 0)
                .emit());
    }
}
