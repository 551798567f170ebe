package dev.alambic.onnx.serde;

import com.google.protobuf.UnsafeByteOperations;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;

/** Tensors as messages; the elements are not copied but wrapped, or left to a data file. */
record TensorWriter(Outside outside) {
    /** Takes the elements that are to stand outside of the model file. */
    interface Outside {
        /** Everything stays inside. */
        Outside NOTHING = (tensor, proto) -> false;

        /** Stores the elements and says where in {@code proto}, or returns false to leave them inside. */
        boolean take(Tensor tensor, TensorProto.Builder proto);
    }

    TensorProto writeInitializer(String name, Tensor tensor) {
        TensorProto.Builder proto = header(tensor, "initializer '" + name + "'");
        if (!name.isEmpty()) {
            proto.setName(name);
        }
        if (!outside.take(tensor, proto)) {
            inline(tensor, proto);
        }
        return proto.build();
    }

    static TensorProto writeAttribute(Tensor tensor) {
        TensorProto.Builder proto = header(tensor, "tensor");
        inline(tensor, proto);
        return proto.build();
    }

    private static TensorProto.Builder header(Tensor tensor, String where) {
        TensorProto.Builder proto = Messages.parse(TensorProto.parser(), tensor.rest(), where).toBuilder();
        for (long dim : tensor.dims()) {
            proto.addDims(dim);
        }
        return proto.setDataType(tensor.dataType().code());
    }

    private static void inline(Tensor tensor, TensorProto.Builder proto) {
        if (tensor.dataType() == DataType.STRING) {
            tensor.strings().forEach(text -> proto.addStringData(UnsafeByteOperations.unsafeWrap(text.toArray())));
        } else if (tensor.storage() == Tensor.Storage.TYPED) {
            TypedData.of(tensor.dataType()).encode(tensor.data(), tensor.dataType(), proto);
        } else if (tensor.byteSize() > 0) {
            proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.data()));
        }
    }
}
