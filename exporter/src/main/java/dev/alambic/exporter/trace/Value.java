package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.UnsupportedModelException;

/**
 * A traced tensor: its name in the graph, the engine's real array, and the storage that it shares with its views.
 *
 * <p>A change in place is recorded as the operation that computes a new tensor, and the array takes the new name. Other
 * arrays on the same storage would see the change in the engine but not in the graph, so reading them is refused
 * afterwards: each remembers the version of the storage that it was made from.
 */
final class Value {

    /** What views share: how many times it was changed in place, and whether it may be. */
    static final class Storage {
        private final boolean readOnly;
        private int version;

        Storage(boolean readOnly) {
            this.readOnly = readOnly;
        }
    }

    private final Storage storage;
    private int version;
    private NDArray real;
    private String name;
    private final NDArray array;
    private final NDArrayEx extension;

    Value(Recorder recorder, String name, NDArray real, Storage storage) {
        this.name = name;
        this.real = real;
        this.storage = storage;
        this.version = storage.version;
        this.array = TracingArray.arrayOf(this, recorder);
        this.extension = TracingArray.extensionOf(this, recorder);
    }

    String name() {
        return name;
    }

    /** Returns the engine's array. */
    NDArray real() {
        return real;
    }

    /** Returns the array to hand to the block. */
    NDArray array() {
        return array;
    }

    NDArrayEx extension() {
        return extension;
    }

    Storage storage() {
        return storage;
    }

    Shape shape() {
        return real.getShape();
    }

    int rank() {
        return shape().dimension();
    }

    DataType dataType() {
        return real.getDataType();
    }

    /** Returns {@code axis} counted from the front. */
    int axis(long axis) {
        return Math.toIntExact(axis < 0 ? axis + rank() : axis);
    }

    /**
     * Returns this value.
     *
     * @throws UnsupportedModelException if another array changed the shared storage since
     */
    Value current() {
        if (version != storage.version) {
            throw new UnsupportedModelException(
                    "'" + name + "': a view is not read after its tensor was changed in place"
                            + " (expected an operation that returns a new array, was a change in place)");
        }
        return this;
    }

    /**
     * Makes this array stand for {@code changed}, as a change in place does.
     *
     * @throws UnsupportedModelException if the tensor is a parameter or a constant
     */
    void become(Value changed) {
        if (storage.readOnly) {
            throw new UnsupportedModelException("'" + name + "': parameters and constants are not changed by a block"
                    + " (expected an operation that returns a new array, was a change in place)");
        }
        storage.version++;
        version = storage.version;
        real = changed.real;
        name = changed.name;
    }

    @Override
    public String toString() {
        return name + ": " + dataType() + shape();
    }
}
