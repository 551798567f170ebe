package dev.alambic.onnx.graph;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
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

    /** Makes of an extent another one. */
    @FunctionalInterface
    public interface DimChange {
        Dim apply(int axis, Dim dim);
    }

    /** Returns this with each extent changed; as it is if not even the rank is known. */
    public ValueInfo mapDims(DimChange change) {
        if (type == null || type.shape() == null) {
            return this;
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < type.shape().rank(); axis++) {
            dims.add(change.apply(axis, type.shape().dim(axis)));
        }
        return withType(new TensorType(type.elementType(), new Shape(dims)));
    }

    @Override
    public String toString() {
        return name + ": " + (type == null ? "?" : type);
    }
}
