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

/** Inputs made by chance to compare two models on: floats standard normal, integers and truth values 0 or 1. */
public final class RandomInputs {
    private static final long MOST_ELEMENTS = Integer.MAX_VALUE / Long.BYTES;
    private static final long DEFAULT_SIZE = 2;

    private RandomInputs() {}

    /**
     * Returns a tensor for each required input of {@code model}; the same seed gives the same values.
     *
     * @param symbols sizes of named dimensions; others, and unknown ones, are 2
     * @throws UnsupportedModelException if an input is not a tensor of known rank, or a string
     */
    public static Map<String, Tensor> of(OnnxModel model, Map<String, Long> symbols, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            inputs.put(input.name(), tensor(input, symbols, random));
        }
        return Collections.unmodifiableMap(inputs);
    }

    private static Tensor tensor(ValueInfo input, Map<String, Long> symbols, Random random) {
        TensorType type = require(input);
        DataType element = type.elementType();
        long[] dims = Objects.requireNonNull(type.shape()).dims().stream()
                .mapToLong(dim -> size(dim, symbols))
                .toArray();
        requireRoom(input.name(), dims);
        return Tensor.filled(element, element.isFloating() ? random::nextGaussian : () -> random.nextInt(2), dims);
    }

    /**
     * Returns the type of {@code input}, whose shape is known.
     *
     * @throws UnsupportedModelException if it is not a tensor of numbers of known rank
     */
    static TensorType require(ValueInfo input) {
        TensorType type = input.type();
        if (type == null || type.shape() == null || type.elementType() == DataType.STRING) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "': random values need a tensor of numbers with a known rank (was " + input + ")");
        }
        DataType element = type.elementType();
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
        return dim instanceof Dim.Named named ? symbols.getOrDefault(named.symbol(), DEFAULT_SIZE) : DEFAULT_SIZE;
    }
}
