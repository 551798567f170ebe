package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Tensors of ONNX and arrays of DJL: the same elements, in row-major order and little-endian bytes. */
public final class EngineTensors {

    /** The types that both have, DJL's by those of ONNX. */
    private static final Map<DataType, ai.djl.ndarray.types.DataType> TYPES = Map.of(
            DataType.FLOAT, ai.djl.ndarray.types.DataType.FLOAT32,
            DataType.DOUBLE, ai.djl.ndarray.types.DataType.FLOAT64,
            DataType.FLOAT16, ai.djl.ndarray.types.DataType.FLOAT16,
            DataType.BFLOAT16, ai.djl.ndarray.types.DataType.BFLOAT16,
            DataType.UINT8, ai.djl.ndarray.types.DataType.UINT8,
            DataType.INT8, ai.djl.ndarray.types.DataType.INT8,
            DataType.INT16, ai.djl.ndarray.types.DataType.INT16,
            DataType.INT32, ai.djl.ndarray.types.DataType.INT32,
            DataType.INT64, ai.djl.ndarray.types.DataType.INT64,
            DataType.BOOL, ai.djl.ndarray.types.DataType.BOOLEAN);

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
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new UnsupportedModelException(
                        "array: the element type exists in ONNX and in the engine (expected a real number, was " + type
                                + ")"));
    }

    /**
     * Returns DJL's type of the elements.
     *
     * @throws UnsupportedModelException if there is none, as for unsigned and 4-bit integers
     */
    public static ai.djl.ndarray.types.DataType typeOf(DataType type) {
        ai.djl.ndarray.types.DataType known = TYPES.get(type);
        if (known == null) {
            throw new UnsupportedModelException("tensor: the element type exists in the engine (expected FLOAT, DOUBLE,"
                    + " FLOAT16, BFLOAT16, an integer of 8 to 64 bits or BOOL, was " + type + ")");
        }
        return known;
    }
}
