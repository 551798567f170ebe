package dev.alambic.packager.mobile;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one execution provider would take of a graph: an estimate from documentation, nothing was run. Nodes that it
 * takes make up a partition as long as none of them waits for one that it does not take; the CPU computes the rest, and
 * every border between partitions costs a copy. The verdict is that of
 * {@code onnxruntime.tools.check_onnx_model_mobile_usability}: one partition of more than 75 % of the nodes is worth
 * trying, one of more than 50 % or two of more than 75 % perhaps, anything else not.
 *
 * @param taken nodes that it takes
 * @param refusals why it does not take others, and how many
 * @param notes what its documentation says of operators that it takes and that were not checked
 */
record Usability(
        ProviderRules provider,
        int nodes,
        int taken,
        int partitions,
        Map<String, Integer> refusals,
        Map<String, String> notes) {
    private static final double MOST = 0.75;
    private static final double HALF = 0.5;

    Usability {
        refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
        notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    }

    /** Returns an estimate for each provider. */
    static List<Usability> of(OnnxModel model) {
        Shapes shapes = Shapes.inferred(model);
        return ProviderRules.all().stream()
                .map(provider -> of(provider, model.graph(), shapes))
                .toList();
    }

    private static Usability of(ProviderRules provider, Graph graph, Shapes shapes) {
        Map<String, Integer> refusals = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>();
        Set<Node> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node node : graph.nodes()) {
            provider.refusal(node, graph, shapes)
                    .ifPresentOrElse(
                            reason -> {
                                refused.add(node);
                                refusals.merge(OperatorName.of(node) + ": " + reason, 1, Integer::sum);
                            },
                            () -> {
                                if (!provider.note(node).isEmpty()) {
                                    notes.put(OperatorName.of(node), provider.note(node));
                                }
                            });
        }
        int nodes = graph.nodes().size();
        return new Usability(provider, nodes, nodes - refused.size(), partitions(graph, refused), refusals, notes);
    }

    /** Returns how many groups of taken nodes there are when each kind runs as long as it can. */
    private static int partitions(Graph graph, Set<Node> refused) {
        List<Node> waiting = new ArrayList<>(graph.nodes());
        Set<String> pending = new HashSet<>();
        waiting.forEach(node -> pending.addAll(node.outputs()));
        pending.remove("");
        int partitions = 0;
        boolean taking = true;
        int idle = 0;
        while (!waiting.isEmpty() && idle < 2) {
            boolean any = runReady(waiting, pending, refused, taking);
            partitions += any && taking ? 1 : 0;
            idle = any ? 0 : idle + 1;
            taking = !taking;
        }
        return partitions;
    }

    /**
     * Takes out of {@code waiting} the nodes of one kind that wait for nothing else; returns whether there were any.
     */
    private static boolean runReady(List<Node> waiting, Set<String> pending, Set<Node> refused, boolean taking) {
        int before = waiting.size();
        // the nodes stand in topological order, so that one pass suffices
        waiting.removeIf(node -> {
            boolean runs = refused.contains(node) != taking
                    && GraphIndex.reads(node).stream().noneMatch(pending::contains);
            if (runs) {
                node.outputs().forEach(pending::remove);
            }
            return runs;
        });
        return waiting.size() < before;
    }

    double share() {
        return nodes == 0 ? 0 : (double) taken / nodes;
    }

    String verdict() {
        if (partitions == 1 && share() > MOST) {
            return "worth trying";
        }
        boolean perhaps = (partitions == 1 && share() > HALF) || (partitions == 2 && share() > MOST);
        return perhaps ? "perhaps" : "no";
    }
}
