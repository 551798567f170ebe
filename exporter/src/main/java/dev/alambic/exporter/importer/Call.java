package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.Node;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of a node: its inputs, and where its results go.
 *
 * <p>Three rules keep gradients right. Arrays of Java values are made by {@code create} or {@code table} alone, so that
 * their memory lasts until the gradient is computed. Arithmetic that needs a gradient takes {@link #scalar}, not a
 * {@code Number}, for the same reason. A float is never cast: the engine's cast cuts the gradient.
 */
record Call(Node node, List<@Nullable Value> inputs, Context context) {

    /**
     * What all calls of one forward pass share.
     *
     * @param manager owner of what is computed
     * @param training whether dropout drops and batch statistics move
     */
    record Context(NDManager manager, boolean training, Constants constants) {

        NDArray arrayOf(Value value) {
            return value instanceof Value.Computed computed
                    ? computed.array()
                    : constants.arrayOf((IntegerArray) value, manager);
        }
    }

    NDManager manager() {
        return context.manager();
    }

    boolean training() {
        return context.training();
    }

    /** Returns the type that float tensors are computed in: float32, or float64 for a graph initialized so. */
    DataType floatType() {
        return context.constants().floatType();
    }

    int count() {
        return inputs.size();
    }

    boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != null;
    }

    private Value value(int input) {
        Value value = input < inputs.size() ? inputs.get(input) : null;
        if (value == null) {
            throw new IllegalArgumentException(
                    "an input is missing (expected input " + input + ", was " + node.inputs() + ")");
        }
        return value;
    }

    /** Returns an input as an array of the engine. */
    NDArray array(int input) {
        return context.arrayOf(value(input));
    }

    /** Returns an input as an array of the engine, or null if it is left out. */
    @Nullable
    NDArray optional(int input) {
        return has(input) ? array(input) : null;
    }

    /** Returns the integers of an input, read from the engine if they were computed there. */
    long[] numbers(int input) {
        if (value(input) instanceof IntegerArray numbers) {
            return numbers.values();
        }
        try (NDArray longs = array(input).toType(DataType.INT64, true)) {
            return longs.toLongArray();
        }
    }

    /** Returns the integers of an input, or null if it is left out. */
    long @Nullable [] optionalNumbers(int input) {
        return has(input) ? numbers(input) : null;
    }

    /** Returns the only integer of an input. */
    long number(int input) {
        long[] numbers = numbers(input);
        if (numbers.length != 1) {
            throw new IllegalArgumentException(
                    "input " + input + " is a single number (expected 1 element, was " + numbers.length + ")");
        }
        return numbers[0];
    }

    /** Returns the floats of an input. */
    float[] floats(int input) {
        try (NDArray floats = array(input).toType(DataType.FLOAT32, true)) {
            return floats.toFloatArray();
        }
    }

    Shape shape(int input) {
        return value(input) instanceof IntegerArray numbers
                ? new Shape(numbers.dims())
                : array(input).getShape();
    }

    int rank(int input) {
        return shape(input).dimension();
    }

    /** Returns new floats of the type that floats are computed in. */
    NDArray create(double[] values, long... dims) {
        return Constants.owned(manager().create(values, new Shape(dims))).toType(floatType(), false);
    }

    /** Returns new int64 numbers. */
    NDArray create(long[] values, long... dims) {
        return Constants.owned(manager().create(values, new Shape(dims)));
    }

    /** Returns a constant that is made once, when {@code key} is first asked for; do not close it. */
    NDArray table(Object key, Supplier<NDArray> creation) {
        return context.constants().table(key, creation);
    }

    /** Returns a float constant for arithmetic with {@code like}; made once, so do not close it. */
    NDArray scalar(double value, NDArray like) {
        return context.constants().scalar(value, like.getDataType());
    }

    /** Returns an axis of {@code input} counted from the front. */
    int axis(long axis, int input) {
        int rank = rank(input);
        if (axis < -rank || axis >= Math.max(rank, 1)) {
            throw new IllegalArgumentException(
                    node.opType() + " names an axis of its input (expected below " + rank + ", was " + axis + ")");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
