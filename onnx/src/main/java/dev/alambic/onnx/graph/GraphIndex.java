package dev.alambic.onnx.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who writes and who reads each value of a graph; a node that reads a value inside a subgraph counts as its reader. */
public final class GraphIndex {

    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> outputs = new HashSet<>();

    private GraphIndex() {}

    static GraphIndex of(Graph graph) {
        GraphIndex index = new GraphIndex();
        for (Node node : graph.nodes()) {
            node.outputs().forEach(output -> index.producers.put(output, node));
            reads(node)
                    .forEach(input -> index.consumers
                            .computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
        graph.inputs().forEach(input -> index.inputs.add(input.name()));
        graph.outputs().forEach(output -> index.outputs.add(output.name()));
        return index;
    }

    /** Returns the names that {@code node} reads, each once, those that its subgraphs take from outside included. */
    public static Set<String> reads(Node node) {
        Set<String> names = new HashSet<>(node.inputs());
        names.remove("");
        node.subgraphs().forEach(body -> names.addAll(captures(body)));
        return names;
    }

    /** Returns the names that {@code body} reads of the graphs around it, in order. */
    public static Set<String> captures(Graph body) {
        Set<String> names = new TreeSet<>();
        Set<String> defined = new HashSet<>(body.initializers().keySet());
        body.inputs().forEach(input -> defined.add(input.name()));
        for (Node node : body.nodes()) {
            names.addAll(reads(node));
            defined.addAll(node.outputs());
        }
        body.outputs().forEach(output -> names.add(output.name()));
        names.removeAll(defined);
        return names;
    }

    /** Returns the node that writes {@code value}, or empty for an input, an initializer or an unknown name. */
    public Optional<Node> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** Returns the nodes that read {@code value}, in topological order, each once. */
    public List<Node> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /** Returns the values that the outputs of the graph are computed from, themselves included. */
    public Set<String> needed() {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(outputs);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (needed.add(name)) {
                producer(name).map(GraphIndex::reads).ifPresent(open::addAll);
            }
        }
        return needed;
    }

    /** Returns the only node that reads {@code value}; empty if there are several, none, or the graph returns it. */
    public Optional<Node> soleConsumer(String value) {
        List<Node> readers = consumers(value);
        return readers.size() == 1 && !isOutput(value) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** Returns whether the caller may feed {@code value}. */
    public boolean isInput(String value) {
        return inputs.contains(value);
    }

    /** Returns whether the graph returns {@code value}. */
    public boolean isOutput(String value) {
        return outputs.contains(value);
    }

    /** Returns whether any node reads {@code value} or the graph returns it. */
    public boolean isUsed(String value) {
        return consumers.containsKey(value) || isOutput(value);
    }
}
