package dev.alambic.onnx.runtime;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The check that what the caller feeds is what the model takes, before anything native is made. */
final class Feeds {

    private Feeds() {}

    /** @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape */
    static void check(List<ValueInfo> expected, Map<String, Tensor> feeds) {
        for (ValueInfo input : expected) {
            Tensor fed = feeds.get(input.name());
            if (fed == null) {
                checkNames(expected, feeds);
                throw new IllegalArgumentException(
                        "input '" + input.name() + "': it is missing (expected " + input.type() + ")");
            }
            TensorType type = input.type();
            if (type != null && !admits(type, fed)) {
                throw new IllegalArgumentException("input '" + input.name() + "': type and shape fit (expected " + type
                        + ", was " + fed.dataType().lowerName() + Arrays.toString(fed.dims()) + ")");
            }
        }
        if (feeds.size() > expected.size()) {
            checkNames(expected, feeds);
        }
    }

    /** The runtime's Java interface says of a value of unknown rank that it is a scalar: then any shape may fit. */
    private static boolean admits(TensorType type, Tensor fed) {
        boolean vague = type.shape() == null || type.shape().rank() == 0;
        return vague ? type.elementType() == fed.dataType() : type.admits(fed);
    }

    private static void checkNames(List<ValueInfo> expected, Map<String, Tensor> feeds) {
        List<String> names = expected.stream().map(ValueInfo::name).toList();
        for (String name : feeds.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "input '" + name + "': the model has no such input (expected one of " + names + ")");
            }
        }
    }
}
