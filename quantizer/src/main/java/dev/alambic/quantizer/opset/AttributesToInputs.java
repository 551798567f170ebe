package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Operators of which attributes became inputs. */
final class AttributesToInputs {

    private AttributesToInputs() {}

    /** Returns the change of an operator with one list of integers that became its second input. */
    static Change list(String attribute) {
        return (at, node) -> List.of(integers(at, node, attribute)
                .map(name -> node.withInput(1, name))
                .orElse(node)
                .without(attribute));
    }

    /** Opset 10: starts, ends and axes. */
    static List<Node> slice(RaisedGraph at, Node node) {
        long[] starts = node.intsAttribute("starts").orElseThrow(() -> at.refusal(node, "it has no starts"));
        long[] axes = node.intsAttribute("axes")
                .orElseGet(() -> LongStream.range(0, starts.length).toArray());
        Node made = node.withInput(1, at.add(node.output() + "_starts", Tensor.ofLongs(starts, starts.length)));
        String ends = integers(at, node, "ends").orElseThrow(() -> at.refusal(node, "it has no ends"));
        made = made.withInput(2, ends);
        made = made.withInput(3, at.add(node.output() + "_axes", Tensor.ofLongs(axes, axes.length)));
        return List.of(made.without("starts").without("ends").without("axes"));
    }

    /** Opset 10: k. */
    static List<Node> topK(RaisedGraph at, Node node) {
        long[] k = {node.intAttribute("k", 1)};
        return List.of(node.withInput(1, at.add(node.output() + "_k", Tensor.ofLongs(k, 1)))
                .without("k"));
    }

    /** Opset 11: min and max, of the type of the values. */
    static List<Node> clip(RaisedGraph at, Node node) {
        Node made = bound(at, node, "max", 2);
        return List.of(bound(at, made, "min", 1));
    }

    private static Node bound(RaisedGraph at, Node node, String attribute, int index) {
        if (!node.attributes().containsKey(attribute)) {
            return node;
        }
        float[] value = {node.floatAttribute(attribute, 0)};
        Tensor bound = Tensor.ofFloats(at.elementType(node), value);
        return node.withInput(index, at.add(node.output() + "_" + attribute, bound))
                .without(attribute);
    }

    /** Opset 11: pads and value, the latter of the type of the values. */
    static List<Node> pad(RaisedGraph at, Node node) {
        Node made =
                integers(at, node, "pads").map(name -> node.withInput(1, name)).orElse(node);
        float[] value = {node.floatAttribute("value", 0)};
        if (node.textAttribute("mode", "constant").equals("constant")) {
            Tensor fill = Tensor.ofFloats(at.elementType(node), value);
            made = made.withInput(2, at.add(node.output() + "_value", fill));
        }
        return List.of(made.without("pads").without("value"));
    }

    /** Opset 18: without lengths, the number of parts must be said. */
    static List<Node> split(RaisedGraph at, Node node) {
        return List.of(
                node.input(1).isPresent()
                        ? node
                        : node.with("num_outputs", node.outputs().size()));
    }

    /** Opset 20: the axis, a scalar. */
    static List<Node> fourier(RaisedGraph at, Node node) {
        Tensor axis = Tensor.ofLongs(new long[] {node.intAttribute("axis", 1)});
        return List.of(node.withInput(2, at.add(node.output() + "_axis", axis)).without("axis"));
    }

    /** Opset 9: the factors of Upsample. */
    static List<Node> upsample(RaisedGraph at, Node node) {
        if (!(node.attributes().get("scales") instanceof Attribute.OfFloats scales)) {
            throw at.refusal(node, "it has no scales");
        }
        float[] values = new float[scales.values().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scales.values().get(i);
        }
        String name = at.add(node.output() + "_scales", Tensor.ofFloats(values, values.length));
        return List.of(node.withInput(1, name).without("scales"));
    }

    private static Optional<String> integers(RaisedGraph at, Node node, String attribute) {
        return node.intsAttribute(attribute)
                .map(values -> at.add(node.output() + "_" + attribute, Tensor.ofLongs(values, values.length)));
    }
}
