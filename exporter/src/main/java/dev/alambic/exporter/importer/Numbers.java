package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;

/** A tensor of integers or truth values that stays in Java, so that shape arithmetic never calls the engine. */
final class Numbers implements Value {

    private final DataType type;
    private final long[] values;
    private final long[] dims;

    private Numbers(DataType type, long[] values, long[] dims) {
        this.type = type;
        this.values = values;
        this.dims = dims;
    }

    /** Returns row-major {@code values} of extents {@code dims}; both are kept. */
    static Numbers of(DataType type, long[] values, long... dims) {
        return new Numbers(type, values, dims);
    }

    static Numbers of(Tensor tensor) {
        return new Numbers(tensor.dataType(), tensor.longs(), tensor.dims());
    }

    static Numbers list(long... values) {
        return new Numbers(DataType.INT64, values, new long[] {values.length});
    }

    static Numbers scalar(long value) {
        return new Numbers(DataType.INT64, new long[] {value}, new long[0]);
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

    Numbers reshaped(long... newDims) {
        return new Numbers(type, values, newDims);
    }

    Numbers as(DataType newType) {
        return new Numbers(newType, values, dims);
    }

    @Override
    public String toString() {
        return type.lowerName() + Arrays.toString(dims) + " " + Arrays.toString(values);
    }
}
