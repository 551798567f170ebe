package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Places of a graph with the node that takes their place, none overlapping. */
final class Fusions {

    /**
     * A place.
     *
     * @param inner the nodes that go; the last of the place may be among them
     * @param made stand where the last node of the place was, and write its result
     */
    record Fusion(List<Node> inner, List<Node> made) {
        Fusion {
            inner = List.copyOf(inner);
            made = List.copyOf(made);
        }
    }

    private final Map<Node, List<Node>> made = new HashMap<>();
    private final Set<Node> dropped = new HashSet<>();

    private Fusions() {}

    /** Replaces every place that {@code recognizer} finds ending in a node; larger places win over those in them. */
    static Graph replace(Graph graph, Function<Node, Optional<Fusion>> recognizer) {
        Fusions fusions = new Fusions();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node last = nodes.get(i);
            if (last.isStandard() && !fusions.dropped.contains(last)) {
                recognizer.apply(last).ifPresent(fusion -> fusions.add(last, fusion));
            }
        }
        return fusions.made.isEmpty()
                ? graph
                : graph.rewrite((out, node) -> {
                    if (!fusions.dropped.contains(node)) {
                        fusions.made.getOrDefault(node, List.of(node)).forEach(out::node);
                    }
                });
    }

    private void add(Node last, Fusion fusion) {
        boolean free = fusion.inner().stream().noneMatch(node -> dropped.contains(node) || made.containsKey(node));
        if (free) {
            dropped.addAll(fusion.inner());
            dropped.remove(last);
            made.put(last, fusion.made());
        }
    }
}
