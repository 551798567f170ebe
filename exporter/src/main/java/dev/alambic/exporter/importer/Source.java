package dev.alambic.exporter.importer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a graph that its outputs need, simplified for evaluation: Constant nodes are constants, and values that
 * Identity only renames are one value.
 *
 * @param inputs names of the inputs that must be fed
 * @param outputs what is computed, after renaming
 * @param nodes in topological order, inputs after renaming
 * @param constants initializers and values of Constant nodes, in the order of the file
 * @param stated what the file says of the types of intermediate values
 */
record Source(
        List<ValueInfo> inputs,
        List<String> outputs,
        List<Node> nodes,
        Map<String, Tensor> constants,
        List<ValueInfo> stated) {

    /**
     * Reads the part of {@code model} that {@code outputs} need.
     *
     * @throws IllegalArgumentException if the graph has no such value
     */
    static Source of(OnnxModel model, List<String> outputs) {
        Graph graph = model.graph();
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
        Map<String, String> renamed = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.is("Constant")) {
                constants.put(node.output(), constantOf(node));
            } else if (node.is("Identity")) {
                renamed.put(
                        node.output(),
                        renamed.getOrDefault(node.inputs().get(0), node.inputs().get(0)));
            } else {
                nodes.add(node.renameInputs(name -> renamed.getOrDefault(name, name)));
            }
        }
        List<String> computed =
                outputs.stream().map(name -> renamed.getOrDefault(name, name)).toList();
        Set<String> needed = needed(nodes, computed);
        requireKnown(graph, nodes, constants, computed);
        nodes.removeIf(node -> node.outputs().stream().noneMatch(needed::contains));
        constants.keySet().retainAll(needed);
        return new Source(graph.requiredInputs(), computed, List.copyOf(nodes), constants, graph.valueInfos());
    }

    Source withNodes(List<Node> newNodes) {
        return new Source(inputs, outputs, newNodes, constants, stated);
    }

    private static Set<String> needed(List<Node> nodes, List<String> outputs) {
        Map<String, Node> producers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(outputs);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!name.isEmpty() && needed.add(name) && producers.containsKey(name)) {
                producers.get(name).inputs().forEach(open::push);
            }
        }
        return needed;
    }

    private static void requireKnown(
            Graph graph, List<Node> nodes, Map<String, Tensor> constants, List<String> outputs) {
        Set<String> known = new HashSet<>(constants.keySet());
        graph.inputs().forEach(input -> known.add(input.name()));
        nodes.forEach(node -> known.addAll(node.outputs()));
        for (String output : outputs) {
            if (!known.contains(output)) {
                throw new IllegalArgumentException(
                        "output '" + output + "': the graph has no such value (expected one of its values, such as "
                                + graph.outputs().stream().map(ValueInfo::name).toList() + ")");
            }
        }
    }

    private static Tensor constantOf(Node node) {
        return node.constantValue()
                .orElseThrow(() -> new InvalidModelException(
                        node.label(),
                        "a constant has a value",
                        "a dense tensor",
                        node.attributes().keySet()));
    }
}
