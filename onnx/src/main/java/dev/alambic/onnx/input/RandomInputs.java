package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Inputs made by chance to compare two models on: floats standard normal, truth values and integers 0 or 1, but for
 * integers that the graph compares with others, which have one of those; texts are some that the graph knows.
 */
public final class RandomInputs {
    private static final long MOST_ELEMENTS = Integer.MAX_VALUE / Long.BYTES;
    private static final long DEFAULT_SIZE = 2;

    private RandomInputs() {}

    /**
     * Returns a tensor for each required input of {@code model}; the same seed gives the same values.
     *
     * @param symbols sizes of named dimensions; others, and unknown ones, are 2
     * @throws UnsupportedModelException if an input is not a tensor of known rank
     */
    public static Map<String, Tensor> of(OnnxModel model, Map<String, Long> symbols, long seed) {
        return of(model, InputChoice.of(model, symbols), seed);
    }

    static Map<String, Tensor> of(OnnxModel model, InputChoice choice, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            TensorType type = require(input);
            long[] dims =
                    Objects.requireNonNull(Objects.requireNonNull(
                                            FreeExtents.named(input).type())
                                    .shape())
                            .dims()
                            .stream()
                            .mapToLong(dim -> size(dim, choice.sizes()))
                            .toArray();
            requireRoom(input.name(), dims);
            InputForm form = Objects.requireNonNull(choice.forms().get(input.name()), input.name());
            inputs.put(input.name(), form.of(type.elementType(), dims, random));
        }
        return Collections.unmodifiableMap(inputs);
    }

    /**
     * Returns the type of {@code input}, whose shape is known.
     *
     * @throws UnsupportedModelException if it is not a tensor of known rank
     */
    static TensorType require(ValueInfo input) {
        TensorType type = input.type();
        if (type == null || type.shape() == null) {
            throw new UnsupportedModelException(
                    "input '" + input.name() + "': made values need a tensor of a known rank (was " + input + ")");
        }
        DataType element = type.elementType();
        if (element == DataType.STRING) {
            return type;
        }
        int fewestBits = element.isFloating() ? Short.SIZE : Byte.SIZE;
        if (element.bits() < fewestBits || element.bits() > Long.SIZE) {
            throw new UnsupportedModelException("random values of " + element.lowerName() + " are not supported");
        }
        return type;
    }

    /** @throws IllegalArgumentException if there are more than Java holds in one array, of 8 bytes each */
    private static void requireRoom(String input, long[] dims) {
        long elements = 1;
        for (long dim : dims) {
            if (dim > MOST_ELEMENTS || elements * dim > MOST_ELEMENTS) {
                throw new IllegalArgumentException("input '" + input + "': sizes are too large (expected at most "
                        + MOST_ELEMENTS + " numbers, was " + Arrays.toString(dims) + ")");
            }
            elements *= dim;
        }
    }

    private static long size(Dim dim, Map<String, Long> symbols) {
        if (dim instanceof Dim.Fixed fixed) {
            return fixed.size();
        }
        return dim instanceof Dim.Named named
                ? SizeExpression.value(named.symbol(), symbols).orElse(DEFAULT_SIZE)
                : DEFAULT_SIZE;
    }
}
