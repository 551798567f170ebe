package dev.alambic.onnx.graph;

import org.jspecify.annotations.Nullable;

/**
 * The type of a value that is a dense tensor.
 *
 * @param shape the extents; null if not even the rank is known
 */
public record TensorType(DataType elementType, @Nullable Shape shape) {

    /** Returns whether {@code tensor} is of this type. */
    public boolean admits(Tensor tensor) {
        return elementType == tensor.dataType() && (shape == null || shape.admits(tensor.dims()));
    }

    @Override
    public String toString() {
        return elementType.lowerName() + (shape == null ? "" : shape);
    }
}
