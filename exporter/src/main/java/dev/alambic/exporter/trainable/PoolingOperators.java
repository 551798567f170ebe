package dev.alambic.exporter.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Operators that summarize windows, or whole images. */
final class PoolingOperators {

    private PoolingOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("MaxPool", PoolingOperators::maxPool)
                .on("AveragePool", PoolingOperators::averagePool)
                .on("GlobalMaxPool", node -> global(x -> x.getNDArrayInternal().globalMaxPool()))
                .on(
                        "GlobalAveragePool",
                        node -> global(x -> x.getNDArrayInternal().globalAvgPool()));
    }

    private static Operator global(UnaryOperator<NDArray> pool) {
        return Operator.of(call -> {
            NDArray x = call.array(0);
            long[] dims = x.getShape().getShape().clone();
            Arrays.fill(dims, 2, dims.length, 1);
            return pool.apply(x).reshape(new Shape(dims));
        });
    }

    private static Window window(NodeView node) {
        Window window = Window.of(
                node,
                node.numbers("kernel_shape")
                        .orElseThrow(() -> node.invalid("attribute kernel_shape", "a list", "none")));
        if (window.isDilated()) {
            throw node.refuse("dilations of 1", "a dilated window");
        }
        return window;
    }

    private static Operator maxPool(NodeView node) {
        Window window = window(node);
        boolean ceil = node.flag("ceil_mode", false);
        if (node.asksFor(1)) {
            throw node.refuse("one output", "indices are asked for");
        }
        return Operator.of(call -> {
            NDArray x = call.array(0);
            long[] pads = window.pads(x);
            boolean symmetric = Window.isSymmetric(pads);
            NDArray input = symmetric ? x : Window.padded(x, pads, Float.NEGATIVE_INFINITY);
            Shape padding = symmetric ? Window.oneSide(pads) : new Shape(new long[window.axes()]);
            return input.getNDArrayInternal().maxPool(window.kernel(), window.strides(), padding, ceil);
        });
    }

    /** The engine counts padding as elements; where the node does not, the mean is divided by that of ones. */
    private static Operator averagePool(NodeView node) {
        Window window = window(node);
        boolean ceil = node.flag("ceil_mode", false);
        boolean counted = node.flag("count_include_pad", false);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            long[] pads = window.pads(x);
            boolean padded = Arrays.stream(pads).anyMatch(pad -> pad != 0);
            NDArray mean = average(x, window, pads, ceil);
            if (counted || !padded) {
                return mean;
            }
            return mean.div(average(x.onesLike().stopGradient(), window, pads, ceil));
        });
    }

    private static NDArray average(NDArray x, Window window, long[] pads, boolean ceil) {
        boolean symmetric = Window.isSymmetric(pads);
        NDArray input = symmetric ? x : Window.padded(x, pads, 0);
        Shape padding = symmetric ? Window.oneSide(pads) : new Shape(new long[window.axes()]);
        return input.getNDArrayInternal().avgPool(window.kernel(), window.strides(), padding, ceil, true);
    }
}
