package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A place of a graph and what takes its place.
 *
 * @param inner the nodes that go; the last of the place may be among them
 * @param made stand where the last node of the place was, and write its result
 */
public record Replacement(List<Node> inner, List<Node> made) {

    public Replacement {
        inner = List.copyOf(inner);
        made = List.copyOf(made);
    }

    /**
     * Replaces every place that {@code recognizer} finds ending in a node of the standard, none overlapping; larger
     * places win over those in them.
     */
    public static Graph all(Graph graph, Function<Node, Optional<Replacement>> recognizer) {
        Map<Node, List<Node>> made = new HashMap<>();
        Set<Node> dropped = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node last = nodes.get(i);
            if (last.isStandard() && !dropped.contains(last)) {
                recognizer
                        .apply(last)
                        .filter(found -> found.inner.stream()
                                .noneMatch(node -> dropped.contains(node) || made.containsKey(node)))
                        .ifPresent(found -> {
                            dropped.addAll(found.inner);
                            dropped.remove(last);
                            made.put(last, found.made);
                        });
            }
        }
        return made.isEmpty()
                ? graph
                : graph.rewrite((out, node) -> {
                    if (!dropped.contains(node)) {
                        made.getOrDefault(node, List.of(node)).forEach(out::node);
                    }
                });
    }
}
