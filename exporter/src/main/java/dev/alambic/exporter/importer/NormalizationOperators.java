package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that bring values to mean 0 and variance 1, or to a norm of 1, and then scale and shift them. */
final class NormalizationOperators {

    private NormalizationOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("BatchNormalization", BatchNormalization::of)
                .on("LayerNormalization", NormalizationOperators::layerNormalization)
                .on("InstanceNormalization", NormalizationOperators::instanceNormalization)
                .on("GroupNormalization", NormalizationOperators::groupNormalization)
                .on("com.microsoft::SkipLayerNormalization", NormalizationOperators::skipLayerNormalization)
                .on("RMSNormalization", NormalizationOperators::rootMeanSquareNormalization)
                .on("MeanVarianceNormalization", NormalizationOperators::meanVarianceNormalization)
                .on("LpNormalization", NormalizationOperators::normNormalization)
                .on("LRN", NormalizationOperators::localResponseNormalization);
    }

    static Operator layerNormalization(NodeView node) {
        long axis = node.number("axis", -1);
        float epsilon = node.real("epsilon", 1e-5f);
        if (node.asksFor(1) || node.asksFor(2)) {
            return Operator.ofMany(call -> withStatistics(call, call.axis(axis, 0), epsilon));
        }
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Shape normalized = x.getShape().slice(call.axis(axis, 0));
            NDArray scale = spread(call.array(1), normalized);
            NDArray bias = call.has(2) ? spread(call.array(2), normalized) : zeros(call, normalized);
            return x.getNDArrayInternal()
                    .layerNorm(x, normalized, scale, bias, epsilon)
                    .get(0);
        });
    }

    /**
     * ONNX Runtime's layer normalization after the sum of a residual connection: inputs x, skip, gamma, beta, bias;
     * outputs y, mean, deviation, sum.
     */
    private static Operator skipLayerNormalization(NodeView node) {
        float epsilon = node.real("epsilon", 1e-12f);
        if (node.asksFor(1) || node.asksFor(2)) {
            throw node.refuse("no statistics as outputs", "mean or deviation is asked for");
        }
        return Operator.ofMany(call -> {
            NDArray pair = call.array(0).add(call.array(1));
            NDArray sum = call.has(4) ? pair.add(call.array(4)) : pair;
            Shape row = sum.getShape().slice(sum.getShape().dimension() - 1);
            NDArray beta = call.has(3) ? call.array(3) : zeros(call, row);
            NDArray y = sum.getNDArrayInternal()
                    .layerNorm(sum, row, call.array(2), beta, epsilon)
                    .get(0);
            return new NDList(y, y, y, sum);
        });
    }

    private static NDArray spread(NDArray x, Shape shape) {
        return x.size() == shape.size() ? x.reshape(shape) : x.broadcast(shape);
    }

    /** Returns Y, Mean and InvStdDev, the latter with extents 1 on the axes that are normalized. */
    private static NDList withStatistics(Call call, int axis, double epsilon) {
        NDArray x = call.array(0);
        int[] axes = IntStream.range(axis, x.getShape().dimension()).toArray();
        NDArray mean = mean(call, x, axes);
        NDArray centred = x.sub(mean);
        NDArray inverse = call.scalar(1, x)
                .div(mean(call, centred.square(), axes)
                        .add(call.scalar(epsilon, x))
                        .sqrt());
        NDArray y = centred.mul(inverse).mul(call.array(1));
        return new NDList(call.has(2) ? y.add(call.array(2)) : y, mean, inverse);
    }

    private static NDArray mean(Call call, NDArray x, int[] axes) {
        long count =
                IntStream.of(axes).mapToLong(axis -> x.getShape().get(axis)).reduce(1, (a, b) -> a * b);
        return x.sum(axes, true).mul(call.scalar(1.0 / count, x));
    }

    private static Operator instanceNormalization(NodeView node) {
        float epsilon = node.real("epsilon", 1e-5f);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Shape shape = x.getShape();
            NDArray normalized = rows(call, x, shape.get(0) * shape.get(1), epsilon);
            return perChannel(normalized, call.array(1), call.array(2));
        });
    }

    /** Scale and bias are those of the groups before opset 21, from then on those of the channels. */
    private static Operator groupNormalization(NodeView node) {
        long groups = node.number("num_groups", 1);
        float epsilon = node.real("epsilon", 1e-5f);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            long channels = x.getShape().get(1);
            NDArray normalized = rows(call, x, x.getShape().get(0) * groups, epsilon);
            return perChannel(normalized, ofChannels(call.array(1), channels), ofChannels(call.array(2), channels));
        });
    }

    private static NDArray ofChannels(NDArray x, long channels) {
        long groups = x.size();
        return groups == channels
                ? x
                : x.reshape(groups, 1).broadcast(groups, channels / groups).reshape(channels);
    }

    /** Returns {@code x}, each of {@code count} equal parts brought to mean 0 and variance 1. */
    private static NDArray rows(Call call, NDArray x, long count, float epsilon) {
        Shape row = new Shape(x.size() / count);
        NDArray parts = x.reshape(count, row.get(0));
        NDArray ones = call.table("ones " + row, () -> call.manager().ones(row, call.floatType()));
        return parts.getNDArrayInternal()
                .layerNorm(parts, row, ones, zeros(call, row), epsilon)
                .get(0)
                .reshape(x.getShape());
    }

    private static NDArray zeros(Call call, Shape shape) {
        return call.table("zeros " + shape, () -> call.manager().zeros(shape, call.floatType()));
    }

    private static NDArray perChannel(NDArray x, NDArray scale, NDArray bias) {
        long[] dims = Axes.along(1, x.getShape().get(1), x.getShape().dimension());
        return x.mul(scale.reshape(dims)).add(bias.reshape(dims));
    }

    /** x / sqrt(mean(x²) + epsilon) · scale. Zhang, Sennrich, arXiv:1910.07467, section 3. */
    private static Operator rootMeanSquareNormalization(NodeView node) {
        long axis = node.number("axis", -1);
        float epsilon = node.real("epsilon", 1e-5f);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int[] axes = IntStream.range(call.axis(axis, 0), x.getShape().dimension())
                    .toArray();
            NDArray root =
                    mean(call, x.square(), axes).add(call.scalar(epsilon, x)).sqrt();
            return x.div(root).mul(call.array(1));
        });
    }

    /** The variance is kept from 0 by what its root has, 1e-9, as the standard has it. */
    private static Operator meanVarianceNormalization(NodeView node) {
        long[] given = node.numbers("axes").orElse(new long[] {0, 2, 3});
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int[] axes =
                    LongStream.of(given).mapToInt(axis -> call.axis(axis, 0)).toArray();
            NDArray centred = x.sub(mean(call, x, axes));
            NDArray variance = mean(call, centred.square(), axes);
            return centred.div(variance.add(call.scalar(1e-18, x)).sqrt());
        });
    }

    /** x by its norm along an axis; zeros stay zeros. */
    private static Operator normNormalization(NodeView node) {
        long axis = node.number("axis", -1);
        boolean absolute = node.number("p", 2) == 1;
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int[] axes = {call.axis(axis, 0)};
            NDArray sum = absolute ? x.abs().sum(axes, true) : x.square().sum(axes, true);
            NDArray safe = sum.add(sum.eq(sum.zerosLike()).toType(x.getDataType(), false));
            return x.div(absolute ? safe : safe.sqrt());
        });
    }

    /**
     * x / (bias + alpha · mean of squares of the channels around)^beta, where channels beyond the ends are 0.
     * Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks, section 3.3.
     */
    private static Operator localResponseNormalization(NodeView node) {
        long size = node.number("size", 1);
        double alpha = node.real("alpha", 1e-4f);
        double beta = node.real("beta", 0.75f);
        double bias = node.real("bias", 1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Shape shape = x.getShape();
            NDArray squares = x.square().reshape(shape.get(0), 1, shape.get(1), -1);
            NDArray padded = ShapeOperators.padded(
                    squares, new long[] {0, 0, (size - 1) / 2, 0}, new long[] {0, 0, size / 2, 0}, 0);
            NDArray mean = padded.getNDArrayInternal()
                    .avgPool(new Shape(size, 1), new Shape(1, 1), new Shape(0, 0), false, true)
                    .reshape(shape);
            NDArray base = mean.mul(call.scalar(alpha, x)).add(call.scalar(bias, x));
            return x.div(base.pow(call.scalar(beta, x)));
        });
    }
}
