package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.function.BiFunction;

/** Operators that reduce axes, and those that work along one. */
final class ReductionOperators {

    private ReductionOperators() {}

    /** Reduces one axis, or all that are given. */
    private interface Reduction {
        NDArray apply(NDArray x, int[] axes, boolean keep);
    }

    static void addTo(Operators operators) {
        operators.on("ReduceSum", node -> reduce(node, NDArray::sum));
        operators.on("ReduceMean", node -> reduce(node, ReductionOperators::mean));
        operators.on("ReduceMax", node -> reduce(node, (x, axes, keep) -> oneByOne(x, axes, keep, NDArray::max)));
        operators.on("ReduceMin", node -> reduce(node, (x, axes, keep) -> oneByOne(x, axes, keep, NDArray::min)));
        operators.on("ReduceProd", node -> reduce(node, (x, axes, keep) -> oneByOne(x, axes, keep, NDArray::prod)));
        composed(operators, "ReduceL1", (x, axes, keep) -> x.abs().sum(axes, keep));
        composed(
                operators,
                "ReduceL2",
                (x, axes, keep) -> x.square().sum(axes, keep).sqrt());
        composed(operators, "ReduceSumSquare", (x, axes, keep) -> x.square().sum(axes, keep));
        composed(operators, "ReduceLogSum", (x, axes, keep) -> x.sum(axes, keep).log());
        composed(operators, "ReduceLogSumExp", ReductionOperators::logSumExp);
        operators
                .on("Softmax", node -> alongAxis(node, NDArray::softmax))
                .on("LogSoftmax", node -> alongAxis(node, NDArray::logSoftmax))
                .on("CumSum", ReductionOperators::cumSum);
    }

    /** The standard's versions do not agree what such a reduction does with no axes at all. */
    private static void composed(Operators operators, String name, Reduction reduction) {
        operators.on(name, node -> {
            if (node.flag("noop_with_empty_axes", false) && !node.has(1)) {
                throw node.refuse("axes to reduce", "noop_with_empty_axes and none");
            }
            return reduce(node, reduction);
        });
    }

    /** Integers are reduced in float64 where the engine cannot, and keep their type. */
    private static Operator reduce(NodeView node, Reduction reduction) {
        boolean keep = node.flag("keepdims", true);
        boolean noneIsNone = node.flag("noop_with_empty_axes", false);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            long[] axes = node.numbers("axes").orElseGet(() -> call.optionalNumbers(1));
            if ((axes == null || axes.length == 0) && noneIsNone) {
                return x;
            }
            int[] sorted = Axes.of(axes, x.getShape().dimension());
            NDArray computed = x.getDataType().isFloating() ? x : x.toType(DataType.FLOAT64, true);
            NDArray reduced = sorted.length == 0
                    ? reduction.apply(computed.reshape(1), new int[] {0}, false)
                    : reduction.apply(computed, sorted, keep);
            return reduced.toType(x.getDataType(), false);
        });
    }

    /** Shifted by the maximum, so that no exponential overflows. */
    private static NDArray logSumExp(NDArray x, int[] axes, boolean keep) {
        NDArray most = oneByOne(x, axes, true, NDArray::max).stopGradient();
        NDArray sum = x.sub(most).exp().sum(axes, keep).log();
        return sum.add(most.reshape(sum.getShape()));
    }

    /** The engine's mean takes one axis; the sum takes several. */
    private static NDArray mean(NDArray x, int[] axes, boolean keep) {
        return axes.length == 1 ? x.mean(axes, keep) : oneByOne(x, axes, keep, NDArray::mean);
    }

    private static NDArray oneByOne(NDArray x, int[] axes, boolean keep, Reduction reduction) {
        NDArray reduced = x;
        for (int i = axes.length - 1; i >= 0; i--) {
            reduced = reduction.apply(reduced, new int[] {axes[i]}, keep);
        }
        return reduced;
    }

    /** Before opset 13 the input counted as a matrix: all axes from the given one on were one. */
    private static Operator alongAxis(NodeView node, BiFunction<NDArray, Integer, NDArray> function) {
        boolean matrix = node.opset() < 13;
        long axis = node.number("axis", matrix ? 1 : -1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int front = Axes.of(axis, x.getShape().dimension());
            if (!matrix || front == x.getShape().dimension() - 1) {
                return function.apply(x, front);
            }
            long rows = x.getShape().slice(0, front).size();
            return function.apply(x.reshape(rows, x.size() / rows), 1).reshape(x.getShape());
        });
    }

    private static Operator cumSum(NodeView node) {
        boolean exclusive = node.flag("exclusive", false);
        boolean reverse = node.flag("reverse", false);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int axis = call.axis(call.number(1), 0);
            NDArray ordered = reverse ? x.flip(axis) : x;
            NDArray sum = ordered.cumSum(axis);
            NDArray shifted = exclusive ? sum.sub(ordered) : sum;
            return (reverse ? shifted.flip(axis) : shifted).toType(x.getDataType(), false);
        });
    }
}
