package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Losses of the standard: -w[t] * log p[t], where t is the target class, left out where it is the ignored one; as it
 * is, summed, or divided by the sum of the weights.
 */
final class LossOperators {

    /** Attributes of both operators. */
    private record Form(String reduction, @Nullable Long ignored) {

        static Form of(NodeView node) {
            boolean ignores = node.node().attributes().containsKey("ignore_index");
            return new Form(
                    node.oneOf("reduction", "mean", "sum", "none"), ignores ? node.number("ignore_index", 0) : null);
        }
    }

    private LossOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("NegativeLogLikelihoodLoss", node -> {
                    Form form = Form.of(node);
                    return Operator.of(call -> loss(call, call.array(0), form));
                })
                .on("SoftmaxCrossEntropyLoss", node -> {
                    Form form = Form.of(node);
                    return Operator.ofMany(call -> {
                        NDArray logarithms = call.array(0).logSoftmax(1);
                        return new NDList(loss(call, logarithms, form), logarithms);
                    });
                });
    }

    /** @param logarithms of probabilities, [batch, classes, d1, ...]; the target is [batch, d1, ...] */
    private static NDArray loss(Call call, NDArray logarithms, Form form) {
        NDArray target = call.array(1).toType(DataType.INT64, false);
        NDArray counted = form.ignored() == null ? null : target.neq(form.ignored());
        NDArray classes = counted == null ? target : target.mul(counted.toType(DataType.INT64, false));
        NDArray weights = weights(call, classes, logarithms, counted);
        NDArray picked = logarithms.gather(classes.expandDims(1), 1).squeeze(1).neg();
        NDArray losses = weights == null ? picked : picked.mul(weights);
        return switch (form.reduction()) {
            case "none" -> losses;
            case "sum" -> losses.sum();
            default -> weights == null ? losses.mean() : losses.sum().div(weights.sum());
        };
    }

    /** Returns the weight of each position, or null if all are 1. */
    private static @Nullable NDArray weights(Call call, NDArray classes, NDArray like, @Nullable NDArray counted) {
        NDArray given = call.has(2) ? call.array(2).gather(classes.flatten(), 0).reshape(classes.getShape()) : null;
        if (counted == null) {
            return given;
        }
        NDArray mask = counted.toType(like.getDataType(), false);
        return given == null ? mask : Objects.requireNonNull(given).mul(mask);
    }
}
