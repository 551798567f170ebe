package dev.alambic.onnx.canonical;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** The order of the nodes of a graph and of its bodies: each after those that write what it reads. */
final class NodeOrder {

    private NodeOrder() {}

    /**
     * Returns {@code graph} with each node after the ones that it reads from and else as early as in the file; itself
     * if that holds already, or cannot hold since nodes read each other in a circle.
     */
    static Graph sorted(Graph graph) {
        List<Node> nodes = graph.nodes().stream()
                .map(node -> node.mapBodies(NodeOrder::sorted))
                .toList();
        List<Node> ordered = isSorted(nodes) ? nodes : ordered(nodes);
        boolean same = ordered.size() < nodes.size() || ordered.equals(graph.nodes());
        return same ? graph : graph.edit(out -> out.nodes(ordered));
    }

    private static boolean isSorted(List<Node> nodes) {
        Set<String> later = new HashSet<>();
        nodes.forEach(node -> later.addAll(node.outputs()));
        for (Node node : nodes) {
            if (GraphIndex.reads(node).stream().anyMatch(later::contains)) {
                return false;
            }
            later.removeAll(node.outputs());
        }
        return true;
    }

    /** Returns the nodes in order, fewer than given if some read each other in a circle. */
    private static List<Node> ordered(List<Node> nodes) {
        Map<String, Integer> writers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                writers.putIfAbsent(output, i);
            }
        }
        int[] missing = new int[nodes.size()];
        Map<Integer, Deque<Integer>> readers = new HashMap<>();
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String read : GraphIndex.reads(nodes.get(i))) {
                Integer writer = writers.get(read);
                if (writer != null) {
                    missing[i]++;
                    readers.computeIfAbsent(writer, any -> new ArrayDeque<>()).add(i);
                }
            }
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(nodes.get(next));
            for (int reader : readers.getOrDefault(next, new ArrayDeque<>())) {
                missing[reader]--;
                if (missing[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        return ordered;
    }
}
