package dev.alambic.onnx.serde;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.FunctionProto;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adds functions to models of tests: graphs as text, inputs without types, in which the attribute {@code to='@kind'}
 * refers to the attribute {@code kind} of the call.
 */
public final class FunctionText {
    private final FunctionProto.Builder function;

    private FunctionText(FunctionProto.Builder function) {
        this.function = function;
    }

    /** Returns the function {@code local.name} that {@code text} tells. */
    public static FunctionText of(String name, String text) {
        return of(name, text, builder -> {});
    }

    public static FunctionText of(String name, String text, Consumer<Graph.Builder> more) {
        Graph graph = GraphText.graph(text, more);
        FunctionProto.Builder function = FunctionProto.newBuilder()
                .setName(name)
                .setDomain("local")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1));
        graph.inputs().forEach(input -> function.addInput(input.name()));
        graph.outputs().forEach(output -> function.addOutput(output.name()));
        new GraphWriter(new TensorWriter(TensorWriter.Outside.NOTHING))
                .write(graph)
                .getNodeList()
                .forEach(node -> function.addNode(referring(node)));
        return new FunctionText(function);
    }

    private static NodeProto referring(NodeProto node) {
        NodeProto.Builder out = node.toBuilder().clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            String text = attribute.getS().toStringUtf8();
            if (text.startsWith("@")) {
                out.addAttribute(AttributeProto.newBuilder()
                        .setName(attribute.getName())
                        .setType(
                                attribute.getName().equals("alpha")
                                        ? AttributeProto.AttributeType.FLOAT
                                        : AttributeProto.AttributeType.INT)
                        .setRefAttrName(text.substring(1)));
            } else if (attribute.hasG()) {
                GraphProto.Builder body = attribute.getG().toBuilder().clearNode();
                attribute.getG().getNodeList().forEach(inner -> body.addNode(referring(inner)));
                out.addAttribute(attribute.toBuilder().setG(body));
            } else {
                out.addAttribute(attribute);
            }
        }
        return out.build();
    }

    /** Says that a call must give this attribute, if it is to be there. */
    public FunctionText attribute(String name) {
        function.addAttribute(name);
        return this;
    }

    public FunctionText attribute(String name, float orElse) {
        function.addAttributeProto(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(orElse));
        return this;
    }

    public FunctionText attribute(String name, long orElse) {
        function.addAttributeProto(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(orElse));
        return this;
    }

    /** Returns {@code model} with these functions, as a file has them. */
    public static ModelContent with(OnnxModel model, FunctionText... functions) {
        List<FunctionProto> all = new ArrayList<>();
        for (FunctionText each : functions) {
            all.add(each.function.build());
        }
        ModelProto rest = ModelProto.newBuilder().addAllFunctions(all).build();
        return model.withIrVersion(9).withOpset("local", 1).content().withRest(Bytes.of(rest.toByteArray()));
    }
}
