package dev.alambic.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tensors copied into the runtime's memory and back. */
final class NativeTensors {
    private static final String TYPE_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

    private static final Map<TensorInfo.OnnxTensorType, DataType> TYPES = types();

    private NativeTensors() {}

    /** Returns a copy of {@code tensor} that the runtime can read; the caller closes it. */
    static OnnxTensor toNative(OrtEnvironment environment, Tensor tensor, String name) throws OrtException {
        if (tensor.dataType() == DataType.STRING) {
            String[] texts = tensor.strings().stream().map(Bytes::asUtf8).toArray(String[]::new);
            return OnnxTensor.createTensor(environment, texts, tensor.dims());
        }
        ByteBuffer copy =
                ByteBuffer.allocateDirect(Math.toIntExact(tensor.byteSize())).order(ByteOrder.nativeOrder());
        copy.put(tensor.data()).flip();
        long[] dims = tensor.dims();
        return switch (tensor.dataType()) {
            case FLOAT -> OnnxTensor.createTensor(environment, copy.asFloatBuffer(), dims);
            case DOUBLE -> OnnxTensor.createTensor(environment, copy.asDoubleBuffer(), dims);
            case INT64 -> OnnxTensor.createTensor(environment, copy.asLongBuffer(), dims);
            case INT32 -> OnnxTensor.createTensor(environment, copy.asIntBuffer(), dims);
            case INT16 -> OnnxTensor.createTensor(environment, copy.asShortBuffer(), dims, OnnxJavaType.INT16);
            case FLOAT16 -> OnnxTensor.createTensor(environment, copy.asShortBuffer(), dims, OnnxJavaType.FLOAT16);
            case BFLOAT16 -> OnnxTensor.createTensor(environment, copy.asShortBuffer(), dims, OnnxJavaType.BFLOAT16);
            case INT8 -> OnnxTensor.createTensor(environment, copy, dims, OnnxJavaType.INT8);
            case UINT8 -> OnnxTensor.createTensor(environment, copy, dims, OnnxJavaType.UINT8);
            case BOOL -> OnnxTensor.createTensor(environment, copy, dims, OnnxJavaType.BOOL);
            default ->
                throw new UnsupportedModelException("input '" + name + "': ONNX Runtime for Java takes no tensors of "
                        + tensor.dataType().lowerName());
        };
    }

    /** Returns a copy of an output of the runtime. */
    static Tensor fromNative(OnnxValue value, String name) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new UnsupportedModelException("output '" + name + "' is not a tensor but a " + value.getType());
        }
        TensorInfo info = tensor.getInfo();
        DataType type = typeOf(info, "output", name);
        long[] dims = info.getShape();
        if (type == DataType.STRING) {
            return Tensor.ofStrings(flatten(tensor.getValue()), dims);
        }
        // ONNX Runtime has no build for big-endian processors
        return Tensor.of(type, dims, tensor.getByteBuffer());
    }

    private static List<Bytes> flatten(Object value) {
        return value instanceof Object[] parts
                ? Arrays.stream(parts).flatMap(part -> flatten(part).stream()).toList()
                : List.of(Bytes.utf8((String) value));
    }

    /** Returns whether the runtime's Java form has a name for the element type: types of 4 bits have none. */
    static boolean isKnown(TensorInfo info) {
        return info.onnxType != TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    }

    /** Returns the element type that the runtime tells. */
    static DataType typeOf(TensorInfo info, String kind, String name) {
        DataType type = TYPES.get(info.onnxType);
        if (type == null) {
            throw new UnsupportedModelException(
                    kind + " '" + name + "': element type " + info.onnxType + " is not supported");
        }
        return type;
    }

    private static Map<TensorInfo.OnnxTensorType, DataType> types() {
        Map<TensorInfo.OnnxTensorType, DataType> types = new EnumMap<>(TensorInfo.OnnxTensorType.class);
        for (TensorInfo.OnnxTensorType each : TensorInfo.OnnxTensorType.values()) {
            Arrays.stream(DataType.values())
                    .filter(type -> each.name().equals(TYPE_PREFIX + type.name()))
                    .forEach(type -> types.put(each, type));
        }
        return Collections.unmodifiableMap(types);
    }
}
