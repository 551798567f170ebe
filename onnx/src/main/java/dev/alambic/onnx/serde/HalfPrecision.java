package dev.alambic.onnx.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells whether a model file multiplies matrices in float16, without loading its weights. A value counts as float16 if
 * the file says so, or if the node that writes it reads one and is no Cast to another type. The bodies of control flow
 * count like the graph around them.
 */
public final class HalfPrecision {
    private static final int FLOAT16 = TensorProto.DataType.FLOAT16_VALUE;

    private final Set<String> halves = new HashSet<>();
    private boolean multiplies;

    private HalfPrecision() {}

    /**
     * Returns whether a MatMul or Gemm reads float16.
     *
     * @throws IOException if {@code model} cannot be read or is no message
     */
    public static boolean multipliesMatrices(Path model) throws IOException {
        // the weights may stand after the nodes: types first, nodes in a second pass
        HalfPrecision known = new HalfPrecision();
        known.scan(model, false);
        known.scan(model, true);
        return known.multiplies;
    }

    private void scan(Path model, boolean nodes) throws IOException {
        try (InputStream stream = Files.newInputStream(model)) {
            CodedInputStream in = CodedInputStream.newInstance(stream, 1 << 16);
            in.setSizeLimit(Integer.MAX_VALUE);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == ModelProto.GRAPH_FIELD_NUMBER) {
                    graph(in, nodes);
                } else {
                    in.skipField(tag);
                }
            }
        }
    }

    private void graph(CodedInputStream in, boolean nodes) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (nodes && field == GraphProto.NODE_FIELD_NUMBER) {
                node(NodeProto.parseFrom(in.readBytes()));
            } else if (!nodes && field == GraphProto.INPUT_FIELD_NUMBER) {
                value(ValueInfoProto.parseFrom(in.readBytes()));
            } else if (!nodes && field == GraphProto.INITIALIZER_FIELD_NUMBER) {
                tensor(in);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(end);
    }

    private void value(ValueInfoProto value) {
        if (value.getType().getTensorType().getElemType() == FLOAT16) {
            halves.add(value.getName());
        }
    }

    private void tensor(CodedInputStream in) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        ByteString name = ByteString.EMPTY;
        int type = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TensorProto.NAME_FIELD_NUMBER -> name = in.readBytes();
                case TensorProto.DATA_TYPE_FIELD_NUMBER -> type = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(end);
        if (type == FLOAT16) {
            halves.add(name.toStringUtf8());
        }
    }

    private void body(GraphProto body) {
        body.getInputList().forEach(this::value);
        for (TensorProto tensor : body.getInitializerList()) {
            if (tensor.getDataType() == FLOAT16) {
                halves.add(tensor.getName());
            }
        }
        body.getNodeList().forEach(this::node);
    }

    private void node(NodeProto node) {
        boolean reads = node.getInputList().stream().anyMatch(halves::contains);
        boolean writes = reads;
        for (AttributeProto attribute : node.getAttributeList()) {
            if (node.getOpType().equals("Cast") && attribute.getName().equals("to")) {
                writes = attribute.getI() == FLOAT16;
            } else if (attribute.getT().getDataType() == FLOAT16) {
                writes = true;
            } else if (attribute.hasG()) {
                body(attribute.getG());
            }
        }
        multiplies |=
                reads && (node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm"));
        if (writes) {
            halves.addAll(node.getOutputList());
        }
    }
}
