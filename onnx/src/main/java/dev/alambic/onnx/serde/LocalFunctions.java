package dev.alambic.onnx.serde;

import static dev.alambic.onnx.serde.Messages.name;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.FunctionProto;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;

/** The operators that models define themselves, which a model value carries along with the rest of its file. */
public final class LocalFunctions {

    private LocalFunctions() {}

    /** Returns the functions of {@code model}, in the order of the file. */
    public static List<LocalFunction> of(ModelContent model) {
        return model.rest().isEmpty()
                ? List.of()
                : parsed(model).getFunctionsList().stream()
                        .map(LocalFunctions::read)
                        .toList();
    }

    /** Returns {@code model} without its functions. */
    public static ModelContent without(ModelContent model) {
        ModelProto rest = parsed(model).toBuilder().clearFunctions().build();
        return model.withRest(Messages.rest(rest));
    }

    /** Returns what {@code node} calls a function by, if there is one of that name. */
    public static LocalFunction.Key called(Node node) {
        String overload = node.rest().isEmpty()
                ? ""
                : Messages.parse(NodeProto.parser(), node.rest(), node.label()).getOverload();
        return new LocalFunction.Key(standard(node.domain()), node.opType(), overload);
    }

    /**
     * Returns the attribute of the calling node whose value {@code attribute} takes; empty if it has one of its own.
     */
    public static Optional<String> reference(Attribute attribute) {
        return attribute instanceof Attribute.Opaque opaque
                ? Optional.of(Messages.parse(AttributeProto.parser(), opaque.value(), "attribute")
                                .getRefAttrName())
                        .filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private static ModelProto parsed(ModelContent model) {
        return Messages.parse(ModelProto.parser(), model.rest(), "model");
    }

    private static String standard(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    private static LocalFunction read(FunctionProto proto) {
        String where = "function '" + proto.getName() + "'";
        GraphProto nodes = GraphProto.newBuilder()
                .addAllNode(proto.getNodeList())
                .addNode(NodeProto.newBuilder().addAllAttribute(proto.getAttributeProtoList()))
                .build();
        Graph read = new GraphReader(new TensorReader(ExternalFiles.none()), List.of()).read(nodes);
        int count = proto.getNodeCount();
        return new LocalFunction(
                new LocalFunction.Key(
                        standard(name(proto.getDomainBytes(), where)),
                        name(proto.getNameBytes(), where),
                        name(proto.getOverloadBytes(), where)),
                proto.getInputList(),
                proto.getOutputList(),
                read.nodes().get(count).attributes(),
                read.nodes().subList(0, count),
                Pairs.opsets(proto.getOpsetImportList()));
    }
}
