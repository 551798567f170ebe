package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.stream.IntStream;

/**
 * Normalization by the running statistics; in training by those of the batch, which then move the running ones:
 *
 * <pre>running = momentum · running + (1 - momentum) · batch</pre>
 *
 * with the variance of the batch divided by its count n, as the standard says. The engine divides the variance that it
 * runs along by n - 1 instead; this is put right. Source: Ioffe, Szegedy, arXiv:1502.03167, algorithms 1 and 2.
 */
record BatchNormalization(float epsilon, float momentum) {

    static Operator of(NodeView node) {
        BatchNormalization normalization =
                new BatchNormalization(node.real("epsilon", 1e-5f), node.real("momentum", 0.9f));
        if (node.flag("training_mode", false)) {
            return node.asksFor(1)
                    ? Operator.ofMany(call -> normalization.withStatistics(call, Tensors.of(call, false)))
                    : Operator.of(call ->
                            normalization.byBatch(Tensors.of(call, false)).get(0));
        }
        if (node.asksFor(1)) {
            throw node.refuse("one output", "statistics are asked for");
        }
        boolean perElement = node.opset() < 9 && !node.flag("spatial", true);
        return Operator.of(call -> {
            Tensors tensors = Tensors.of(call, perElement);
            requireStatistics(call, tensors);
            NDArray y = call.training() ? normalization.training(tensors) : normalization.evaluation(tensors);
            return perElement ? y.reshape(call.shape(0)) : y;
        });
    }

    private static void requireStatistics(Call call, Tensors in) {
        if (call.training() && in.x.size() <= in.mean.size()) {
            throw new IllegalArgumentException("batchSize: batch normalization learns from the statistics of a batch"
                    + " (expected more than one value of each channel, such as a batchSize of at least 2, was one)");
        }
    }

    private record Tensors(NDArray x, NDArray scale, NDArray bias, NDArray mean, NDArray variance) {

        /**
         * Returns the inputs.
         *
         * @param perElement whether there are statistics for each element of a sample, not for each channel (before
         *     opset 9)
         */
        static Tensors of(Call call, boolean perElement) {
            NDArray x = call.array(0);
            if (!perElement) {
                return new Tensors(x, call.array(1), call.array(2), call.array(3), call.array(4));
            }
            return new Tensors(
                    x.reshape(x.getShape().get(0), -1),
                    call.array(1).flatten(),
                    call.array(2).flatten(),
                    call.array(3).flatten(),
                    call.array(4).flatten());
        }
    }

    private NDArray evaluation(Tensors in) {
        return normalized(in, in.mean, in.variance, false);
    }

    private NDArray training(Tensors in) {
        NDList result = byBatch(in);
        in.mean.muli(0).addi(result.get(1));
        in.variance.muli(0).addi(result.get(2));
        return result.get(0);
    }

    /** As {@link #byBatch}, where the statistics have a gradient as well: the engine gives them none. */
    private NDList withStatistics(Call call, Tensors in) {
        int[] axes = IntStream.range(0, in.x.getShape().dimension())
                .filter(axis -> axis != 1)
                .toArray();
        NDArray share = call.scalar((double) in.mean.size() / in.x.size(), in.x);
        NDArray mean = in.x.sum(axes, true).mul(share);
        NDArray variance = in.x.sub(mean).square().sum(axes, true).mul(share);
        return new NDList(
                byBatch(in).get(0),
                moved(call, in.mean, mean.reshape(in.mean.getShape())),
                moved(call, in.variance, variance.reshape(in.variance.getShape())));
    }

    private NDArray moved(Call call, NDArray running, NDArray batch) {
        return running.mul(call.scalar(momentum, running)).add(batch.mul(call.scalar(1.0 - momentum, batch)));
    }

    /** Returns the result, and where the statistics move to. */
    private NDList byBatch(Tensors in) {
        NDArray mean = in.mean.duplicate();
        NDArray variance = in.variance.duplicate();
        NDArray y = normalized(in, mean, variance, true);
        double count = (double) in.x.size() / in.mean.size();
        NDArray moved = variance.mul((count - 1) / count).add(in.variance.mul(momentum / count));
        return new NDList(y, mean, moved);
    }

    private NDArray normalized(Tensors in, NDArray mean, NDArray variance, boolean byBatch) {
        return in.x.getNDArrayInternal()
                .batchNorm(in.x, mean, variance, in.scale, in.bias, -1, momentum, epsilon, byBatch)
                .get(0);
    }
}
