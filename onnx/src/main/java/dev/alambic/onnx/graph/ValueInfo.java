package dev.alambic.onnx.graph;

import org.jspecify.annotations.Nullable;

/**
 * A named value of a graph and what is known of its type.
 *
 * @param type null if the type is not given or is not a dense tensor (a sequence, map or optional, kept in
 *     {@code rest})
 * @param rest what the file says of the value beyond this record
 */
public record ValueInfo(String name, @Nullable TensorType type, Bytes rest) {

    public static ValueInfo of(String name, DataType elementType, Shape shape) {
        return new ValueInfo(name, new TensorType(elementType, shape), Bytes.EMPTY);
    }

    public ValueInfo withName(String newName) {
        return new ValueInfo(newName, type, rest);
    }

    public ValueInfo withType(TensorType newType) {
        return new ValueInfo(name, newType, rest);
    }

    @Override
    public String toString() {
        return name + ": " + (type == null ? "?" : type);
    }
}
