package dev.alambic.onnx.serde;

import static dev.alambic.onnx.serde.Messages.name;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorShapeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TypeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ValueInfoProto;
import org.jspecify.annotations.Nullable;

/**
 * Values and their types. A type that says more than {@link TensorType} can hold stays in the value's rest and is
 * written again as long as it still means the value's type.
 */
final class ValueInfoCodec {

    private ValueInfoCodec() {}

    static ValueInfo read(ValueInfoProto proto) {
        String name = name(proto.getNameBytes(), "value");
        TensorType type = typeOf(proto.getType());
        ValueInfoProto.Builder rest = proto.toBuilder();
        if (!name.isEmpty()) {
            rest.clearName();
        }
        if (type != null && encode(type).equals(proto.getType())) {
            rest.clearType();
        }
        return new ValueInfo(name, type, Messages.rest(rest.build()));
    }

    static ValueInfoProto write(ValueInfo value) {
        ValueInfoProto.Builder proto =
                Messages.parse(ValueInfoProto.parser(), value.rest(), "value " + value.name()).toBuilder();
        if (!value.name().isEmpty()) {
            proto.setName(value.name());
        }
        TensorType type = value.type();
        if (type == null) {
            if (typeOf(proto.getType()) != null) {
                proto.clearType();
            }
        } else if (!type.equals(typeOf(proto.getType()))) {
            proto.setType(encode(type));
        }
        return proto.build();
    }

    /** Returns the dense tensor type that {@code proto} means, or null if it means anything else. */
    private static @Nullable TensorType typeOf(TypeProto proto) {
        int code = proto.getTensorType().getElemType();
        if (!proto.hasTensorType() || code < 1 || code > DataType.values().length) {
            return null;
        }
        TypeProto.Tensor tensor = proto.getTensorType();
        return new TensorType(DataType.ofCode(code, "value"), tensor.hasShape() ? shapeOf(tensor.getShape()) : null);
    }

    private static Shape shapeOf(TensorShapeProto proto) {
        return new Shape(proto.getDimList().stream().map(ValueInfoCodec::dimOf).toList());
    }

    private static Dim dimOf(TensorShapeProto.Dimension proto) {
        if (proto.hasDimValue() && proto.getDimValue() >= 0) {
            return Dim.of(proto.getDimValue());
        }
        return proto.getDimParam().isEmpty() ? Dim.unknown() : Dim.of(proto.getDimParam());
    }

    private static TypeProto encode(TensorType type) {
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.elementType().code());
        Shape shape = type.shape();
        if (shape != null) {
            TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
            shape.dims().forEach(dim -> dims.addDim(encode(dim)));
            tensor.setShape(dims);
        }
        return TypeProto.newBuilder().setTensorType(tensor).build();
    }

    private static TensorShapeProto.Dimension encode(Dim dim) {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        if (dim instanceof Dim.Fixed fixed) {
            proto.setDimValue(fixed.size());
        } else if (dim instanceof Dim.Named named) {
            proto.setDimParam(named.symbol());
        }
        return proto.build();
    }
}
