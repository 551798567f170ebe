package dev.alambic.onnx.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto.AttributeType;
import dev.alambic.onnx.serde.proto.OnnxProto.FunctionProto;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.OperatorSetIdProto;
import dev.alambic.onnx.serde.proto.OnnxProto.SparseTensorProto;
import dev.alambic.onnx.serde.proto.OnnxProto.StringStringEntryProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorAnnotation;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorShapeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TrainingInfoProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TypeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that together use every field of the format, and fields that the format does not know. */
final class Samples {

    private Samples() {}

    static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(1999, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .addField(
                    2000,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("later"))
                            .build())
            .build();

    /** Returns a model of one graph with the fields that every file has. */
    static ModelProto.Builder model(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph);
    }

    /** Returns a model that has one of everything. */
    static ModelProto everything() {
        return model(graph().toBuilder()
                        .addAllInitializer(tensorsInEveryStorage())
                        .addNode(node().toBuilder().addAllAttribute(attributes()))
                        .build())
                .setProducerName("test")
                .setProducerVersion("1")
                .setDomain("org.example")
                .setModelVersion(3)
                .setDocString("about")
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("custom")
                        .setVersion(1)
                        .setUnknownFields(UNKNOWN))
                .addMetadataProps(entry("key", "value"))
                .addMetadataProps(entry("key", "again"))
                .addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(graph()))
                .addFunctions(function())
                .setUnknownFields(UNKNOWN)
                .build();
    }

    private static FunctionProto function() {
        return FunctionProto.newBuilder()
                .setName("Twice")
                .setDomain("custom")
                .addInput("a")
                .addOutput("b")
                .addNode(NodeProto.newBuilder()
                        .addInput("a")
                        .addInput("a")
                        .addOutput("b")
                        .setOpType("Add"))
                .build();
    }

    static GraphProto graph() {
        return GraphProto.newBuilder()
                .setName("graph")
                .setDocString("doc")
                .addInput(value("x", 1, dim(0, "batch"), dim(3, ""), TensorShapeProto.Dimension.getDefaultInstance()))
                .addInput(ValueInfoProto.newBuilder().setName("unranked").setType(tensorType(7, null)))
                .addInput(ValueInfoProto.newBuilder()
                        .setName("sequence")
                        .setType(TypeProto.newBuilder()
                                .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(tensorType(1, null)))))
                .addOutput(ValueInfoProto.newBuilder().setName("y").setDocString("untyped"))
                .addValueInfo(value(
                        "minus",
                        1,
                        TensorShapeProto.Dimension.newBuilder().setDimValue(-1).build()))
                .addValueInfo(value(
                        "denoted",
                        1,
                        TensorShapeProto.Dimension.newBuilder()
                                .setDimValue(4)
                                .setDenotation("DATA_CHANNEL")
                                .build()))
                .addValueInfo(ValueInfoProto.newBuilder().setName("strange").setType(tensorType(77, null)))
                .addValueInfo(ValueInfoProto.newBuilder().setName("").setUnknownFields(UNKNOWN))
                .addQuantizationAnnotation(TensorAnnotation.newBuilder()
                        .setTensorName("x")
                        .addQuantParameterTensorNames(entry("SCALE_TENSOR", "s")))
                .addSparseInitializer(SparseTensorProto.newBuilder()
                        .setValues(TensorProto.newBuilder()
                                .setName("sparse")
                                .setDataType(1)
                                .addDims(1)
                                .addFloatData(2))
                        .setIndices(TensorProto.newBuilder()
                                .setDataType(7)
                                .addDims(1)
                                .addInt64Data(4))
                        .addDims(9))
                .addMetadataProps(entry("graph", "meta"))
                .setUnknownFields(UNKNOWN)
                .build();
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static TensorShapeProto.Dimension dim(long size, String symbol) {
        TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
        return (symbol.isEmpty() ? dim.setDimValue(size) : dim.setDimParam(symbol)).build();
    }

    private static ValueInfoProto value(String name, int type, TensorShapeProto.Dimension... dims) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder().addAllDim(List.of(dims)).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(tensorType(type, shape))
                .build();
    }

    private static TypeProto tensorType(int type, @Nullable TensorShapeProto shape) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type);
        if (shape != null) {
            tensor.setShape(shape);
        }
        return TypeProto.newBuilder().setTensorType(tensor).build();
    }

    static NodeProto node() {
        return NodeProto.newBuilder()
                .setName("n")
                .setOpType("Everything")
                .setDomain("custom")
                .setOverload("o")
                .setDocString("doc")
                .addInput("x")
                .addInput("")
                .addOutput("y")
                .addMetadataProps(entry("node", "meta"))
                .setUnknownFields(UNKNOWN)
                .build();
    }

    /** Returns tensors of each element type, in raw_data and in their typed field, full, scalar and empty. */
    static List<TensorProto> tensorsInEveryStorage() {
        List<TensorProto> tensors = new ArrayList<>();
        for (DataType type : DataType.values()) {
            TensorProto.Builder header = TensorProto.newBuilder().setDataType(type.code());
            String name = type.lowerName();
            tensors.add(typed(header.clone(), type, 5)
                    .setName(name + "/typed")
                    .addDims(5)
                    .build());
            tensors.add(typed(header.clone(), type, 1).setName(name + "/scalar").build());
            tensors.add(header.clone().setName(name + "/empty").addDims(0).build());
            if (type != DataType.STRING) {
                byte[] raw = new byte[(int) type.byteSize(3)];
                for (int i = 0; i < raw.length; i++) {
                    raw[i] = (byte) (37 * i + 129);
                }
                tensors.add(header.clone()
                        .setName(name + "/raw")
                        .addDims(3)
                        .setRawData(ByteString.copyFrom(raw))
                        .build());
                tensors.add(header.clone()
                        .setName(name + "/none")
                        .addDims(2)
                        .addDims(0)
                        .setRawData(ByteString.EMPTY)
                        .setDataLocation(TensorProto.DataLocation.DEFAULT)
                        .build());
            }
        }
        tensors.add(
                typed(TensorProto.newBuilder().setDataType(1).setName("noted").setDocString("doc"), DataType.FLOAT, 1)
                        .addMetadataProps(entry("tensor", "meta"))
                        .setUnknownFields(UNKNOWN)
                        .build());
        return tensors;
    }

    private static TensorProto.Builder typed(TensorProto.Builder proto, DataType type, int elements) {
        long bits = (long) elements * type.bits();
        for (int i = 0; i < elements; i++) {
            switch (type) {
                case STRING -> proto.addStringData(ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) i}));
                case FLOAT -> proto.addFloatData(i == 0 ? Float.NaN : -0f * i);
                case COMPLEX64 -> proto.addFloatData(i).addFloatData(-i);
                case DOUBLE -> proto.addDoubleData(Double.MIN_VALUE * i);
                case COMPLEX128 -> proto.addDoubleData(i).addDoubleData(0.5 - i);
                case INT64 -> proto.addInt64Data(Long.MIN_VALUE + i);
                case UINT64 -> proto.addUint64Data(-1 - i);
                case UINT32 -> proto.addUint64Data(0xffffffffL - i);
                case INT32 -> proto.addInt32Data(Integer.MIN_VALUE + i);
                case INT16 -> proto.addInt32Data(Short.MIN_VALUE + i);
                case INT8 -> proto.addInt32Data(Byte.MIN_VALUE + i);
                case UINT16, FLOAT16, BFLOAT16 -> proto.addInt32Data(0xffff - i);
                default -> {
                    if (type.bits() == Byte.SIZE) {
                        proto.addInt32Data(0xff - i);
                    }
                }
            }
        }
        for (long at = 0; type.bits() > 0 && type.bits() < Byte.SIZE && at < bits; at += Byte.SIZE) {
            proto.addInt32Data(0xf1);
        }
        return proto;
    }

    /** Returns attributes of each kind: as usual, empty, without a type, with more than a value. */
    static List<AttributeProto> attributes() {
        TensorProto tensor = TensorProto.newBuilder()
                .setName("named")
                .setDataType(1)
                .addFloatData(1)
                .build();
        TypeProto type = TypeProto.newBuilder().setDenotation("IMAGE").build();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder().setValues(tensor).build();
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                attribute("float", AttributeType.FLOAT).setF(1.5f).build(),
                attribute("float zero", AttributeType.FLOAT).setF(0).build(),
                attribute("float minus zero", AttributeType.FLOAT).setF(-0f).build(),
                attribute("float left out", AttributeType.FLOAT).build(),
                attribute("float told", AttributeType.FLOAT)
                        .setF(0)
                        .setDocString("doc")
                        .build(),
                attribute("int", AttributeType.INT).setI(-1).build(),
                attribute("int left out", AttributeType.INT).build(),
                attribute("string", AttributeType.STRING)
                        .setS(ByteString.copyFrom(new byte[] {(byte) 0xfe}))
                        .build(),
                attribute("string empty", AttributeType.STRING)
                        .setS(ByteString.EMPTY)
                        .build(),
                attribute("tensor", AttributeType.TENSOR).setT(tensor).build(),
                attribute("graph", AttributeType.GRAPH).setG(graph()).build(),
                attribute("floats", AttributeType.FLOATS)
                        .addFloats(1)
                        .addFloats(0)
                        .build(),
                attribute("ints", AttributeType.INTS).addInts(Long.MAX_VALUE).build(),
                attribute("ints empty", AttributeType.INTS).build(),
                attribute("strings", AttributeType.STRINGS)
                        .addStrings(ByteString.EMPTY)
                        .build(),
                attribute("tensors", AttributeType.TENSORS)
                        .addTensors(tensor)
                        .addTensors(tensor)
                        .build(),
                attribute("graphs", AttributeType.GRAPHS).addGraphs(graph()).build(),
                attribute("sparse", AttributeType.SPARSE_TENSOR)
                        .setSparseTensor(sparse)
                        .build(),
                attribute("sparses", AttributeType.SPARSE_TENSORS)
                        .addSparseTensors(sparse)
                        .build(),
                attribute("type", AttributeType.TYPE_PROTO).setTp(type).build(),
                attribute("types", AttributeType.TYPE_PROTOS)
                        .addTypeProtos(type)
                        .build(),
                attribute("reference", AttributeType.INT)
                        .setRefAttrName("outer")
                        .build(),
                attribute("two values", AttributeType.INT)
                        .setI(2)
                        .setF(0)
                        .addFloats(4)
                        .build(),
                attribute("unknown", AttributeType.INT)
                        .setI(2)
                        .setUnknownFields(UNKNOWN)
                        .build()));
        attributes.add(AttributeProto.newBuilder().setName("old float").setF(2).build());
        attributes.add(AttributeProto.newBuilder().setName("old zero").setI(0).build());
        attributes.add(
                AttributeProto.newBuilder().setName("old ints").addInts(2).build());
        attributes.add(AttributeProto.newBuilder().setName("old nothing").build());
        attributes.add(AttributeProto.newBuilder()
                .setName("old tensor")
                .setType(AttributeType.UNDEFINED)
                .setT(tensor)
                .build());
        attributes.add(AttributeProto.newBuilder().setI(1).build());
        return attributes;
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
