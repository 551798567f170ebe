package dev.alambic.run.pipeline;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import java.util.Optional;

/** What people call the layers of a model. */
final class LayerName {

    /** Names that an exporter made up say nothing. */
    private static final String MADE_UP = "onnx::";

    private LayerName() {}

    /** Returns whether an operator is one that holds most of the weights, or multiplies as those do. */
    static boolean isLayer(String operator) {
        return Trait.LAYER.isOf(operator);
    }

    /** Returns the name of the weight of the layer that writes a value, or else where it writes it. */
    static String of(Graph graph, String value) {
        return graph.index()
                .producer(value)
                .flatMap(node -> weight(graph, node))
                .filter(weight -> !weight.startsWith(MADE_UP))
                .map(weight -> weight.replaceFirst("\\.?weights?(_\\d+)*$", "").replaceFirst("^.*/", ""))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> value.replaceFirst("_output_\\d+$", "").replaceFirst("^/", ""));
    }

    private static Optional<String> weight(Graph graph, Node node) {
        return node.inputs().stream()
                .filter(input -> graph.stored(input).isPresent())
                .findFirst();
    }
}
