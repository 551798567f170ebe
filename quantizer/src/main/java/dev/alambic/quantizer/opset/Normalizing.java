package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Optional;

/** BatchNormalization, GroupNormalization and Dropout. */
final class Normalizing {

    private Normalizing() {}

    /** Opset 9: statistics are of channels, no longer of positions. */
    static List<Node> spatial(RaisedGraph at, Node node) {
        if (node.intAttribute("spatial", 1) == 0) {
            throw at.refusal(node, "it normalizes each position by itself (spatial = 0)");
        }
        return List.of(node.without("spatial"));
    }

    /** Opset 14: outputs of training changed. */
    static List<Node> statistics(RaisedGraph at, Node node) {
        return List.of(onlyFirst(at, node, "its outputs for training are read"));
    }

    /** Opset 10: the mask became truth values. */
    static List<Node> mask(RaisedGraph at, Node node) {
        return List.of(onlyFirst(at, node, "its mask is read"));
    }

    private static Node onlyFirst(RaisedGraph at, Node node, String why) {
        if (node.outputs().stream().skip(1).anyMatch(at::isUsed)) {
            throw at.refusal(node, why);
        }
        return node.withOutputs(List.of(node.output()));
    }

    /** Opset 12: the ratio became an input. It only counts in training. */
    static List<Node> ratio(RaisedGraph at, Node node) {
        if (!node.attributes().containsKey("ratio")) {
            return List.of(node);
        }
        Tensor ratio = Tensor.scalar(node.floatAttribute("ratio", 0.5f));
        return List.of(
                node.withInput(1, at.add(node.output() + "_ratio", ratio)).without("ratio"));
    }

    /** Opset 21: scale and bias of channels, no longer of groups. */
    static List<Node> groups(RaisedGraph at, Node node) {
        int channels = at.shape(node.inputs().get(0))
                .filter(shape -> shape.rank() > 1)
                .flatMap(
                        shape -> shape.dim(1) instanceof Dim.Fixed fixed ? Optional.of(fixed.size()) : Optional.empty())
                .map(Math::toIntExact)
                .orElseThrow(() -> at.refusal(node, "the number of channels is not known"));
        Node made = node.withInput(1, repeated(at, node, 1, channels));
        return List.of(made.withInput(2, repeated(at, node, 2, channels)));
    }

    private static String repeated(RaisedGraph at, Node node, int index, int channels) {
        Tensor groups = node.input(index)
                .flatMap(at::constant)
                .filter(tensor -> tensor.elementCount() > 0)
                .orElseThrow(() -> at.refusal(node, "scale and bias are computed"));
        float[] values = groups.floats();
        float[] repeated = new float[channels];
        for (int c = 0; c < channels; c++) {
            repeated[c] = values[(int) ((long) c * values.length / channels)];
        }
        return at.add(node.inputs().get(index), Tensor.ofFloats(groups.dataType(), repeated, channels));
    }
}
