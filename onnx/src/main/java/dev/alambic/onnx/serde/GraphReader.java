package dev.alambic.onnx.serde;

import static dev.alambic.onnx.serde.Messages.name;

import com.google.protobuf.ByteString;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto.AttributeType;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Graphs, nodes and attributes; what an attribute says beyond its value is kept in the rest of its node.
 *
 * @param weights the {@code raw_data} of initializers that are not in their messages, by position, else null
 */
record GraphReader(TensorReader tensors, List<@Nullable ByteBuffer> weights) {
    Graph read(GraphProto proto) {
        return Graph.build(name(proto.getNameBytes(), "graph"), graph -> {
            proto.getInputList().forEach(value -> graph.input(ValueInfoCodec.read(value)));
            proto.getOutputList().forEach(value -> graph.output(ValueInfoCodec.read(value)));
            graph.valueInfos(
                    proto.getValueInfoList().stream().map(ValueInfoCodec::read).toList());
            initializers(proto).forEach(graph::initializer);
            graph.nodes(proto.getNodeList().stream().map(this::node).toList());
            graph.rest(restOf(proto));
        });
    }

    private static Bytes restOf(GraphProto proto) {
        GraphProto.Builder rest = proto.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .clearOutput()
                .clearValueInfo();
        if (!proto.getName().isEmpty()) {
            rest.clearName();
        }
        return Messages.rest(Messages.selfContained(rest.build(), "graph"));
    }

    private Map<String, Tensor> initializers(GraphProto proto) {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        for (TensorProto tensor : proto.getInitializerList()) {
            String name = name(tensor.getNameBytes(), "initializer");
            int index = initializers.size();
            ByteBuffer raw = index < weights.size() ? weights.get(index) : null;
            if (initializers.put(name, tensors.readInitializer(tensor, name, raw)) != null) {
                throw new InvalidModelException("initializer '" + name + "'", "names are unique", "once", "twice");
            }
        }
        return initializers;
    }

    private Node node(NodeProto proto) {
        NodeProto.Builder rest = proto.toBuilder().clearInput().clearOutput().clearAttribute();
        if (!proto.getName().isEmpty()) {
            rest.clearName();
        }
        if (!proto.getOpType().isEmpty()) {
            rest.clearOpType();
        }
        if (!proto.getDomain().isEmpty()) {
            rest.clearDomain();
        }
        String name = name(proto.getNameBytes(), "node");
        String where = "node '" + name + "' (" + proto.getOpType() + ")";
        Map<String, Attribute> attributes = attributes(proto, where, rest);
        return new Node(
                name,
                name(proto.getDomainBytes(), where),
                name(proto.getOpTypeBytes(), where),
                names(proto.getInputList().asByteStringList(), where),
                names(proto.getOutputList().asByteStringList(), where),
                attributes,
                Messages.rest(rest.build()));
    }

    private static List<String> names(List<ByteString> texts, String where) {
        return texts.stream().map(text -> name(text, where)).toList();
    }

    private Map<String, Attribute> attributes(NodeProto proto, String where, NodeProto.Builder rest) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            String key = name(attribute.getNameBytes(), where);
            String place = where + ", attribute '" + key + "'";
            AttributeType kind = AttributeKind.of(attribute);
            if (attributes.put(key, value(attribute, kind, place)) != null) {
                throw new InvalidModelException(place, "names are unique", "once", "twice");
            }
            if (kind != AttributeType.UNDEFINED) {
                keepLeftover(attribute, kind, rest);
            }
        }
        return attributes;
    }

    /** Adds to {@code rest} what {@code attribute} says beyond name, type and value, if anything. */
    private static void keepLeftover(AttributeProto attribute, AttributeType kind, NodeProto.Builder rest) {
        AttributeProto.Builder leftover = attribute.toBuilder();
        AttributeKind.clearValue(leftover, kind);
        AttributeProto bare = AttributeProto.newBuilder()
                .setName(attribute.getName())
                .setType(kind)
                .build();
        AttributeProto withoutScalar =
                leftover.build().toBuilder().clearF().clearI().clearS().build();
        boolean onlyOwnScalar = AttributeKind.hasValue(attribute, kind) && sameScalars(attribute, kind);
        if (!(onlyOwnScalar && withoutScalar.equals(bare))) {
            rest.addAttribute(leftover);
        }
    }

    private static boolean sameScalars(AttributeProto attribute, AttributeType kind) {
        return (!attribute.hasF() || kind == AttributeType.FLOAT)
                && (!attribute.hasI() || kind == AttributeType.INT)
                && (!attribute.hasS() || kind == AttributeType.STRING);
    }

    private GraphReader nested() {
        return new GraphReader(tensors, List.of());
    }

    private Attribute value(AttributeProto proto, AttributeType kind, String where) {
        if ((kind == AttributeType.TENSOR || kind == AttributeType.GRAPH) && !AttributeKind.hasValue(proto, kind)) {
            throw new InvalidModelException(where, "the value of its type is there", kind, "nothing");
        }
        return switch (kind) {
            case FLOAT -> new Attribute.OfFloat(proto.getF());
            case INT -> new Attribute.OfInt(proto.getI());
            case STRING -> new Attribute.OfString(Bytes.of(proto.getS().toByteArray()));
            case TENSOR -> new Attribute.OfTensor(tensors.readAttribute(proto.getT(), where));
            case GRAPH -> new Attribute.OfGraph(nested().read(proto.getG()));
            case FLOATS -> new Attribute.OfFloats(proto.getFloatsList());
            case INTS -> new Attribute.OfInts(proto.getIntsList());
            case STRINGS ->
                new Attribute.OfStrings(proto.getStringsList().stream()
                        .map(text -> Bytes.of(text.toByteArray()))
                        .toList());
            case TENSORS ->
                new Attribute.OfTensors(proto.getTensorsList().stream()
                        .map(tensor -> tensors.readAttribute(tensor, where))
                        .toList());
            case GRAPHS ->
                new Attribute.OfGraphs(
                        proto.getGraphsList().stream().map(nested()::read).toList());
            default -> new Attribute.Opaque(Messages.rest(Messages.selfContained(proto, where)));
        };
    }
}
