package dev.alambic.quantizer.explain;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that tell where a node comes from: {@code #7} for node 7 and for what it writes. The runtime makes the names of
 * its own nodes and values of those it finds.
 */
final class Tags {
    private static final Pattern TAG = Pattern.compile("#(\\d+)");

    private final Graph graph;
    /** Values that keep their names: what the graph returns, and what subgraphs read. */
    private final Map<String, Integer> kept = new HashMap<>();

    private final Map<String, String> renamed = new HashMap<>();

    Tags(Graph graph) {
        this.graph = graph;
        Set<String> fixed = new HashSet<>();
        graph.outputs().stream().map(ValueInfo::name).forEach(fixed::add);
        for (Node node : graph.nodes()) {
            if (!node.subgraphs().isEmpty()) {
                fixed.addAll(GraphIndex.reads(node));
            }
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            List<String> outputs = graph.nodes().get(i).outputs();
            for (int k = 0; k < outputs.size(); k++) {
                if (fixed.contains(outputs.get(k))) {
                    kept.put(outputs.get(k), i);
                } else if (!outputs.get(k).isEmpty()) {
                    renamed.put(outputs.get(k), k == 0 ? "#" + i : "#" + i + "." + k);
                }
            }
        }
    }

    /** Returns the graph under these names. */
    Graph tagged() {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            nodes.add(node.withName("#" + nodes.size()).rename(this::name));
        }
        return graph.edit(out -> out.nodes(nodes).valueInfos(List.of()));
    }

    private String name(String value) {
        return renamed.getOrDefault(value, value);
    }

    /** Returns the position of the node that a node or value of this name comes from. */
    OptionalInt of(String name) {
        Integer position = kept.get(name);
        if (position != null) {
            return OptionalInt.of(position);
        }
        Matcher tag = TAG.matcher(name);
        return tag.find() ? OptionalInt.of(Integer.parseInt(tag.group(1))) : OptionalInt.empty();
    }
}
