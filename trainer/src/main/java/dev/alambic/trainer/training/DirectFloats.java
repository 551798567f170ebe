package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values of a batch, written in Java and read by the engine where they lie; used again for every batch. */
final class DirectFloats {

    private final float[] values;
    private final ByteBuffer bytes;

    DirectFloats(int capacity) {
        values = new float[capacity];
        bytes = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    float[] values() {
        return values;
    }

    /** Returns the first values as an array that is valid until the next call. */
    NDArray array(NDManager manager, Shape shape) {
        int size = Math.toIntExact(shape.size());
        bytes.clear().asFloatBuffer().put(values, 0, size);
        bytes.limit(size * Float.BYTES);
        return manager.create(bytes, shape, DataType.FLOAT32);
    }
}
