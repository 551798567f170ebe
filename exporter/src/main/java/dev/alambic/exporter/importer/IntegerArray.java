package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;

/** A tensor of integers or truth values that stays in Java, so that shape arithmetic never calls the engine. */
final class IntegerArray implements Value {

    private final DataType type;
    private final long[] values;
    private final long[] dims;

    /** Takes row-major {@code values} of extents {@code dims}; both are kept. */
    IntegerArray(DataType type, long[] values, long... dims) {
        this.type = type;
        this.values = values;
        this.dims = dims;
    }

    static IntegerArray of(Tensor tensor) {
        return new IntegerArray(tensor.dataType(), tensor.longs(), tensor.dims());
    }

    static IntegerArray list(long... values) {
        return new IntegerArray(DataType.INT64, values, values.length);
    }

    static IntegerArray scalar(long value) {
        return new IntegerArray(DataType.INT64, new long[] {value});
    }

    DataType type() {
        return type;
    }

    /** Returns the elements, not copied. */
    long[] values() {
        return values;
    }

    /** Returns the extents, not copied. */
    long[] dims() {
        return dims;
    }

    int rank() {
        return dims.length;
    }

    int size() {
        return values.length;
    }

    IntegerArray reshaped(long... newDims) {
        return new IntegerArray(type, values, newDims);
    }

    IntegerArray as(DataType newType) {
        return new IntegerArray(newType, values, dims);
    }

    @Override
    public String toString() {
        return type.lowerName() + Arrays.toString(dims) + " " + Arrays.toString(values);
    }
}
