package dev.alambic.onnx.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto.AttributeType;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Graphs, nodes and attributes as messages; the counterpart of {@link GraphReader}. */
record GraphWriter(TensorWriter tensors) {
    GraphProto write(Graph graph) {
        GraphProto.Builder proto =
                Messages.parse(GraphProto.parser(), graph.rest(), "graph " + graph.name()).toBuilder();
        if (!graph.name().isEmpty()) {
            proto.setName(graph.name());
        }
        graph.inputs().forEach(value -> proto.addInput(ValueInfoCodec.write(value)));
        graph.outputs().forEach(value -> proto.addOutput(ValueInfoCodec.write(value)));
        graph.valueInfos().forEach(value -> proto.addValueInfo(ValueInfoCodec.write(value)));
        graph.initializers().forEach((name, tensor) -> proto.addInitializer(tensors.writeInitializer(name, tensor)));
        graph.nodes().forEach(node -> proto.addNode(write(node)));
        return proto.build();
    }

    private NodeProto write(Node node) {
        NodeProto.Builder proto =
                Messages.parse(NodeProto.parser(), node.rest(), node.opType() + " '" + node.name() + "'").toBuilder();
        Map<String, AttributeProto> leftovers = new HashMap<>();
        proto.getAttributeList().forEach(leftover -> leftovers.put(leftover.getName(), leftover));
        proto.clearAttribute();
        if (!node.name().isEmpty()) {
            proto.setName(node.name());
        }
        if (!node.opType().isEmpty()) {
            proto.setOpType(node.opType());
        }
        if (!node.domain().isEmpty()) {
            proto.setDomain(node.domain());
        }
        proto.addAllInput(node.inputs()).addAllOutput(node.outputs());
        node.attributes().forEach((key, value) -> proto.addAttribute(write(key, value, leftovers.get(key))));
        return proto.build();
    }

    private AttributeProto write(String key, Attribute value, @Nullable AttributeProto leftover) {
        if (value instanceof Attribute.Opaque opaque) {
            AttributeProto.Builder proto =
                    Messages.parse(AttributeProto.parser(), opaque.value(), "attribute '" + key + "'").toBuilder();
            return (key.equals(proto.getName()) ? proto : proto.setName(key)).build();
        }
        AttributeType kind = AttributeKind.of(value);
        if (leftover != null) {
            AttributeProto.Builder proto = leftover.toBuilder();
            set(proto, value, false);
            if (AttributeKind.of(proto.build()) == kind) {
                return proto.build();
            }
        }
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(key).setType(kind);
        set(proto, value, true);
        return proto.build();
    }

    /** Sets the field of the value; {@code always} also where it is a zero or empty scalar. */
    private void set(AttributeProto.Builder proto, Attribute value, boolean always) {
        if (value instanceof Attribute.OfFloat number) {
            if (always || Float.floatToRawIntBits(number.value()) != 0) {
                proto.setF(number.value());
            }
        } else if (value instanceof Attribute.OfInt number) {
            if (always || number.value() != 0) {
                proto.setI(number.value());
            }
        } else if (value instanceof Attribute.OfString text) {
            if (always || !text.value().isEmpty()) {
                proto.setS(bytes(text.value()));
            }
        } else if (value instanceof Attribute.OfTensor tensor) {
            proto.setT(TensorWriter.writeAttribute(tensor.value()));
        } else if (value instanceof Attribute.OfGraph graph) {
            proto.setG(write(graph.value()));
        } else {
            setList(proto, value);
        }
    }

    private void setList(AttributeProto.Builder proto, Attribute value) {
        if (value instanceof Attribute.OfFloats numbers) {
            proto.addAllFloats(numbers.values());
        } else if (value instanceof Attribute.OfInts numbers) {
            proto.addAllInts(numbers.values());
        } else if (value instanceof Attribute.OfStrings texts) {
            texts.values().forEach(text -> proto.addStrings(bytes(text)));
        } else if (value instanceof Attribute.OfTensors list) {
            list.values().forEach(tensor -> proto.addTensors(TensorWriter.writeAttribute(tensor)));
        } else if (value instanceof Attribute.OfGraphs graphs) {
            graphs.values().forEach(graph -> proto.addGraphs(write(graph)));
        }
    }

    private static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.toArray());
    }
}
