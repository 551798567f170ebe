package dev.alambic.onnx.graph;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A named value of a graph and what is known of its type.
 *
 * @param type null if the type is not given or is not a dense tensor (a sequence, map or optional, kept in
 *     {@code rest})
 * @param rest what the file says of the value beyond this record
 */
@RecordBuilder
public record ValueInfo(String name, @Nullable TensorType type, Bytes rest) implements ValueInfoBuilder.With {

    public static ValueInfo of(String name, DataType elementType, Shape shape) {
        return new ValueInfo(name, new TensorType(elementType, shape), Bytes.EMPTY);
    }

    @Override
    public String toString() {
        return name + ": " + (type == null ? "?" : type);
    }
}
