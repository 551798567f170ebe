package dev.alambic.workbench.graph;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.workbench.shelf.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model's graph without its constants: nodes, the blocks that they lie in, and what flows between them. */
final class GraphPlan {
    /** As much as the first view shows, if the blocks allow. */
    private static final int FIRST_VIEW = 60;
    /** The most that is drawn at once. */
    static final int MOST_ITEMS = 4000;

    private static final int MOST_FOUND = 50;

    private final Graph graph;
    private final List<Node> nodes;
    private final List<NodeLook> looks;
    private final Block root;
    private final List<Block> blocks;
    private final int[] home;
    private final Map<String, Integer> producers = new HashMap<>();
    private final double micros;

    /** @param times of nodes in one run by name, µs; empty if nobody measured them */
    GraphPlan(OnnxModel model, Map<String, Double> times) {
        this.graph = model.graph();
        this.nodes = graph.nodes().stream().filter(node -> !node.is("Constant")).toList();
        this.looks = nodes.stream()
                .map(node -> NodeLook.of(graph, node, times.getOrDefault(node.name(), 0.0)))
                .toList();
        this.micros = times.values().stream().mapToDouble(Double::doubleValue).sum();
        this.root = Block.of(nodes.stream().map(GraphPlan::path).toList());
        this.blocks = root.all();
        this.home = new int[nodes.size()];
        blocks.forEach(block -> block.nodes().forEach(node -> home[node] = block.id()));
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                producers.put(output, i);
            }
        }
    }

    private static String path(Node node) {
        return node.name().isEmpty() && !node.outputs().isEmpty() ? node.output() : node.name();
    }

    List<Node> nodes() {
        return nodes;
    }

    Graph graph() {
        return graph;
    }

    NodeLook look(int node) {
        return looks.get(node);
    }

    NodeLook look(Block block) {
        return NodeLook.sum(block.allNodes().stream().map(looks::get).toList());
    }

    /** Returns the time of all nodes, µs; 0 if nobody measured it. */
    double micros() {
        return micros;
    }

    Block root() {
        return root;
    }

    int blockCount() {
        return blocks.size() - 1;
    }

    /** Returns the blocks that the first view has open: from the outside in, as many as can be looked at. */
    Set<Integer> first() {
        Set<Integer> open = new TreeSet<>(Set.of(0));
        int seen = root.items();
        Deque<Block> next = new ArrayDeque<>(root.blocks());
        while (!next.isEmpty()) {
            Block block = next.poll();
            if (seen - 1 + block.items() <= FIRST_VIEW) {
                open.add(block.id());
                seen += block.items() - 1;
                next.addAll(block.blocks());
            }
        }
        return open;
    }

    /** Returns all blocks. */
    Set<Integer> all() {
        return blocks.stream().map(Block::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns those of the numbers that are blocks, and the blocks around them.
     *
     * @throws Refusal if they show more than can be drawn
     */
    Set<Integer> known(Collection<Integer> asked) {
        Set<Integer> open = new TreeSet<>(Set.of(0));
        for (int id : asked) {
            if (id > 0 && id < blocks.size()) {
                for (Block block = blocks.get(id); block != null; block = block.parent()) {
                    open.add(block.id());
                }
            }
        }
        int seen = open.stream().mapToInt(id -> blocks.get(id).items() - 1).sum() + 1;
        if (seen > MOST_ITEMS) {
            throw new Refusal(
                    422, "too much to draw at once (expected at most " + MOST_ITEMS + " nodes, was " + seen + ")");
        }
        return open;
    }

    /** Returns the nodes and values that a node reads from, each once: other nodes, or inputs of the graph. */
    Set<Integer> sources(int node) {
        return read(nodes.get(node))
                .map(producers::get)
                .filter(Objects::nonNull)
                .filter(each -> each != node)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the inputs of the graph that a node reads. */
    List<String> inputs(int node) {
        Set<String> inputs =
                graph.requiredInputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
        return read(nodes.get(node)).filter(inputs::contains).distinct().toList();
    }

    /** Returns the node that gives an output of the graph, or −1. */
    int producer(String value) {
        return producers.getOrDefault(value, -1);
    }

    private static Stream<String> read(Node node) {
        return Stream.concat(
                node.inputs().stream(),
                node.subgraphs().stream().flatMap(Graph::allNodes).flatMap(each -> each.inputs().stream()));
    }

    /** Returns the outermost block around a node that is not open, or null if it is seen itself. */
    Object seen(int node, Set<Integer> open) {
        Object seen = node;
        for (Block block = blocks.get(home[node]); block != null; block = block.parent()) {
            if (!open.contains(block.id())) {
                seen = block;
            }
        }
        return seen;
    }

    /** Returns the blocks around a node, from the outside in, without the whole. */
    List<Integer> around(int node) {
        List<Integer> around = new ArrayList<>();
        for (Block block = blocks.get(home[node]); block != null && block.id() > 0; block = block.parent()) {
            around.add(0, block.id());
        }
        return around;
    }

    /** Returns the nodes in whose name, operator or outputs the words are found. */
    List<Integer> find(String words) {
        String sought = words.strip().toLowerCase(Locale.ROOT);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < nodes.size() && found.size() < MOST_FOUND && !sought.isEmpty(); i++) {
            Node node = nodes.get(i);
            String text = (node.name() + " " + node.opType() + " " + String.join(" ", node.outputs()))
                    .toLowerCase(Locale.ROOT);
            if (text.contains(sought)) {
                found.add(i);
            }
        }
        return found;
    }
}
