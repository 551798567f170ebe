package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors of ONNX and arrays of DJL: the same elements, in row-major order and little-endian bytes. */
public final class EngineTensors {

    private EngineTensors() {}

    /** Returns a copy of {@code array}. */
    public static Tensor tensorOf(NDArray array) {
        ByteBuffer data = array.toByteBuffer(false);
        if (data.isDirect()) { // memory of the engine; PyTorch's copies by itself
            data = ByteBuffer.allocate(data.remaining()).put(data).flip();
        }
        return Tensor.of(typeOf(array.getDataType()), array.getShape().getShape(), data);
    }

    /** Returns a copy of {@code tensor} that {@code manager} closes. */
    public static NDArray arrayOf(NDManager manager, Tensor tensor) {
        ByteBuffer data = manager.allocateDirect(Math.toIntExact(tensor.byteSize()));
        data.order(ByteOrder.nativeOrder());
        data.put(tensor.data()).rewind();
        return manager.create(data, new Shape(tensor.dims()), typeOf(tensor.dataType()));
    }

    /**
     * Returns the ONNX type of the elements.
     *
     * @throws UnsupportedModelException if there is none, as for complex numbers and strings
     */
    public static DataType typeOf(ai.djl.ndarray.types.DataType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
            case FLOAT16 -> DataType.FLOAT16;
            case BFLOAT16 -> DataType.BFLOAT16;
            case UINT8 -> DataType.UINT8;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOLEAN -> DataType.BOOL;
            default ->
                throw new UnsupportedModelException(
                        "array: the element type exists in ONNX and in the engine (expected a real number, was " + type
                                + ")");
        };
    }

    /**
     * Returns DJL's type of the elements.
     *
     * @throws UnsupportedModelException if there is none, as for unsigned and 4-bit integers
     */
    public static ai.djl.ndarray.types.DataType typeOf(DataType type) {
        return switch (type) {
            case FLOAT -> ai.djl.ndarray.types.DataType.FLOAT32;
            case DOUBLE -> ai.djl.ndarray.types.DataType.FLOAT64;
            case FLOAT16 -> ai.djl.ndarray.types.DataType.FLOAT16;
            case BFLOAT16 -> ai.djl.ndarray.types.DataType.BFLOAT16;
            case UINT8 -> ai.djl.ndarray.types.DataType.UINT8;
            case INT8 -> ai.djl.ndarray.types.DataType.INT8;
            case INT16 -> ai.djl.ndarray.types.DataType.INT16;
            case INT32 -> ai.djl.ndarray.types.DataType.INT32;
            case INT64 -> ai.djl.ndarray.types.DataType.INT64;
            case BOOL -> ai.djl.ndarray.types.DataType.BOOLEAN;
            default ->
                throw new UnsupportedModelException("tensor: the element type exists in the engine (expected"
                        + " FLOAT, DOUBLE, FLOAT16, BFLOAT16, an integer of 8 to 64 bits or BOOL, was " + type + ")");
        };
    }
}
