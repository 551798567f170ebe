package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Operators that move a window, and those that summarize whole images. */
final class WindowOperators {

    private WindowOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("Conv", WindowOperators::conv)
                .on("ConvTranspose", TransposedConvolution::of)
                .on("MaxPool", WindowOperators::maxPool)
                .on("AveragePool", WindowOperators::averagePool)
                .on("LpPool", WindowOperators::lpPool)
                .unary("GlobalMaxPool", x -> spatial(x, x.getNDArrayInternal().globalMaxPool()))
                .unary(
                        "GlobalAveragePool",
                        x -> spatial(x, x.getNDArrayInternal().globalAvgPool()))
                .on("GlobalLpPool", WindowOperators::globalLpPool);
    }

    private static Operator conv(NodeView node) {
        int group = (int) node.number("group", 1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray weight = call.array(1);
            Window window = new Window(node, weight.getShape().slice(2).getShape());
            long[] pads = window.pads(x);
            boolean symmetric = Window.isSymmetric(pads);
            NDArray input = symmetric ? x : Window.padded(x, pads, 0);
            Shape padding = symmetric ? Window.oneSide(pads) : new Shape(new long[window.axes()]);
            return input.getNDArrayInternal()
                    .convolution(
                            input,
                            weight,
                            call.optional(2),
                            new Shape(window.strides),
                            padding,
                            new Shape(window.dilations),
                            group)
                    .get(0);
        });
    }

    /** Returns {@code pooled} [batch, channels] with the spatial axes of {@code x}, of extent 1. */
    private static NDArray spatial(NDArray x, NDArray pooled) {
        long[] dims = x.getShape().getShape().clone();
        Arrays.fill(dims, 2, dims.length, 1);
        return pooled.reshape(new Shape(dims));
    }

    private static Window window(NodeView node) {
        return new Window(
                node,
                node.numbers("kernel_shape")
                        .orElseThrow(() -> node.invalid("attribute kernel_shape", "a list", "none")));
    }

    private static Operator maxPool(NodeView node) {
        Window window = window(node);
        boolean ceil = node.flag("ceil_mode", false);
        boolean columnMajor = node.flag("storage_order", false);
        if (!node.asksFor(1)) {
            return Operator.of(call -> new Pooling(window, call.array(0), ceil).max(call.array(0)));
        }
        return Operator.ofMany(call -> {
            NDArray x = call.array(0);
            Pooling pooling = new Pooling(window, x, ceil);
            NDArray taps = NDArrays.stack(new NDList(pooling.taps(x, Float.NEGATIVE_INFINITY)), 0);
            NDArray best = taps.stopGradient().argMax(0).expandDims(0);
            return new NDList(taps.gather(best, 0).squeeze(0), positions(call, pooling, best, columnMajor));
        });
    }

    /** Returns where the best taps lie in the flat input. */
    private static NDArray positions(Call call, Pooling pooling, NDArray best, boolean columnMajor) {
        long[] outputs = pooling.outputs();
        long[] dims = new long[outputs.length + 3];
        Arrays.fill(dims, 1);
        dims[0] = pooling.taps();
        System.arraycopy(outputs, 0, dims, 3, outputs.length);
        NDArray table = call.table(pooling.key(), () -> call.create(pooling.positions(columnMajor), dims));
        Shape whole = Axes.with(best.getShape(), 0, pooling.taps());
        NDArray inChannel = table.broadcast(whole).gather(best, 0).squeeze(0);
        Shape shape = call.shape(0);
        long channels = shape.get(0) * shape.get(1);
        long[] starts = new long[Math.toIntExact(channels)];
        Arrays.setAll(starts, i -> i * shape.slice(2).size());
        long[] perChannel = new long[outputs.length + 2];
        Arrays.fill(perChannel, 1);
        perChannel[0] = shape.get(0);
        perChannel[1] = shape.get(1);
        return inChannel.add(call.create(starts, perChannel));
    }

    /** The engine counts padding as elements; where the node does not, its means are scaled by a table. */
    private static Operator averagePool(NodeView node) {
        Window window = window(node);
        boolean ceil = node.flag("ceil_mode", false);
        boolean padded = node.flag("count_include_pad", false);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Pooling pooling = new Pooling(window, x, ceil);
            NDArray mean = pooling.mean(call, x);
            if (pooling.isWhole(padded)) {
                return mean;
            }
            long[] dims = mean.getShape().getShape().clone();
            dims[0] = 1;
            dims[1] = 1;
            return mean.mul(call.table(pooling.key(), () -> call.create(pooling.shares(padded), dims)));
        });
    }

    /** (sum of |x|^p)^(1/p) of each window. */
    private static Operator lpPool(NodeView node) {
        Window window = window(node);
        boolean ceil = node.flag("ceil_mode", false);
        return norm(node, (call, powers) -> {
            Pooling pooling = new Pooling(window, powers, ceil);
            return pooling.mean(call, powers).mul(call.scalar((double) pooling.taps(), powers));
        });
    }

    private static Operator globalLpPool(NodeView node) {
        return norm(node, (call, powers) -> {
            int[] axes = IntStream.range(2, powers.getShape().dimension()).toArray();
            return powers.sum(axes, true);
        });
    }

    /** The gradient of a norm of zeros is 0. */
    private static Operator norm(NodeView node, BiFunction<Call, NDArray, NDArray> sum) {
        long p = node.number("p", 2);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray sums = sum.apply(call, x.abs().pow(call.scalar((double) p, x)));
            NDArray zeros = sums.eq(sums.zerosLike()).toType(x.getDataType(), false);
            return sums.add(zeros).pow(call.scalar(1.0 / p, x)).sub(zeros);
        });
    }
}
