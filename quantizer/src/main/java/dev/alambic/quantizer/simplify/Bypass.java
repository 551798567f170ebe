package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the nodes of a graph while some are dropped and their readers are led to another value of the same content.
 *
 * <p>If the dropped node wrote an output of the graph, the value that takes its place is renamed to it instead.
 */
final class Bypass {
    private final Graph graph;
    private final Set<String> inner = new HashSet<>();
    private final Set<String> captured = new HashSet<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    Bypass(Graph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            node.outputs().forEach(output -> {
                inner.add(output);
                if (graph.index().consumers(output).stream()
                        .anyMatch(reader -> !reader.subgraphs().isEmpty())) {
                    captured.add(output);
                }
            });
        }
    }

    /** Returns {@code node} with what it reads led past the dropped nodes. */
    Node resolved(Node node) {
        return node.renameInputs(name -> aliases.getOrDefault(name, name));
    }

    /** Lets readers of {@code node}'s first output read {@code value} instead; returns whether that can be done. */
    boolean alias(Node node, String value) {
        return alias(List.of(node.output()), List.of(value));
    }

    /** Lets readers of {@code dropped} read {@code values} instead, one for one; returns whether that can be done. */
    boolean alias(List<String> dropped, List<String> values) {
        for (int i = 0; i < dropped.size(); i++) {
            if (!dropped.get(i).isEmpty() && !isReplaceable(dropped.get(i), values.get(i))) {
                return false;
            }
        }
        for (int i = 0; i < dropped.size(); i++) {
            if (!dropped.get(i).isEmpty()) {
                replace(dropped.get(i), values.get(i));
            }
        }
        return true;
    }

    private boolean isReplaceable(String dropped, String value) {
        boolean ours = inner.contains(value)
                && !captured.contains(value)
                && !graph.index().isOutput(value)
                && !renamed.containsKey(value);
        return !captured.contains(dropped) && (ours || !graph.index().isOutput(dropped));
    }

    private void replace(String dropped, String value) {
        if (graph.index().isOutput(dropped)) {
            renamed.put(value, dropped);
        }
        aliases.put(dropped, value);
    }

    void keep(Node node) {
        nodes.add(node);
    }

    Graph result() {
        List<Node> named =
                nodes.stream().map(node -> node.rename(this::finalName)).toList();
        return graph.edit(out -> out.nodes(named));
    }

    private String finalName(String value) {
        return renamed.getOrDefault(value, value);
    }
}
