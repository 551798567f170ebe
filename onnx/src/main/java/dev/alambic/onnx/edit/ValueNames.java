package dev.alambic.onnx.edit;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.message.Nearest;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the values of a graph by name, and for a name that it does not have the nearest ones. */
final class ValueNames {

    private ValueNames() {}

    /** Returns the names of what nodes compute, in the order of the graph. */
    static List<String> of(Graph graph) {
        return graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** @throws IllegalArgumentException if no node of {@code graph} computes {@code value}, with the nearest names */
    static void require(Graph graph, String value) {
        if (graph.index().producer(value).isPresent()) {
            return;
        }
        List<String> near = Nearest.several(value, of(graph));
        String hint = near.isEmpty() ? "(outputs: " + outputs(graph) + ")" : ", did you mean " + near + "?";
        throw new IllegalArgumentException(
                "value '" + value + "': no node of the model computes it" + (near.isEmpty() ? " " : "") + hint);
    }

    private static String outputs(Graph graph) {
        return graph.outputs().stream().map(ValueInfo::name).collect(Collectors.joining(", "));
    }
}
