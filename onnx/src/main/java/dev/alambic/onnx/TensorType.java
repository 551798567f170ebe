package dev.alambic.onnx;

import org.jspecify.annotations.Nullable;

/**
 * The type of a value that is a dense tensor.
 *
 * @param shape the extents; null if not even the rank is known
 */
public record TensorType(DataType elementType, @Nullable Shape shape) {

    @Override
    public String toString() {
        return elementType.lowerName() + (shape == null ? "" : shape);
    }
}
