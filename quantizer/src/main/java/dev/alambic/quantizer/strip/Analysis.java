package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.pass.Probe;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Finds the channels that nobody needs.
 *
 * <p>Forward, in the order of the graph: which channels are constant for every input ({@link Roles}). Backward, to the
 * least fixed point: a channel is needed if the graph returns it, if a node reads it that cannot do without, if a
 * needed sum reads it with a weight other than zero and cannot take it as a constant into its bias, or if it is linked
 * to one that is needed. What is not needed is cut: zeroed and constant channels as well as those that nobody reads.
 */
final class Analysis {
    private final Graph graph;
    private final List<Role> roles;
    private final Map<String, Channels> channels;

    private Analysis(Graph graph, List<Role> roles, Map<String, Channels> channels) {
        this.graph = graph;
        this.roles = roles;
        this.channels = channels;
    }

    static Analysis of(OnnxModel model) {
        Graph graph = model.graph();
        Map<String, Channels> channels = new LinkedHashMap<>();
        Roles factory = new Roles(model, Probe.shapes(model), channels);
        List<Role> roles = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Role role = factory.of(node);
            roles.add(role);
            role.output().ifPresent(output -> channels.put(output.value(), output));
        }
        Analysis analysis = new Analysis(graph, roles, channels);
        analysis.propagate();
        return analysis;
    }

    private void propagate() {
        graph.outputs().forEach(output -> {
            Channels returned = channels.get(output.name());
            if (returned != null) {
                returned.needAll("the model returns '" + output.name() + "'");
            }
        });
        do {
            settle();
        } while (keepOne());
    }

    private void settle() {
        boolean news = true;
        while (news) {
            news = false;
            for (int i = roles.size() - 1; i >= 0; i--) {
                news |= roles.get(i).propagate();
            }
        }
    }

    /** Keeps a channel of the last value that would lose all; returns whether there was one. */
    private boolean keepOne() {
        List<Channels> values = new ArrayList<>(channels.values());
        for (int i = values.size() - 1; i >= 0; i--) {
            if (values.get(i).isEmpty()) {
                return values.get(i).need(0, "one channel must stay");
            }
        }
        return false;
    }

    StripPlan plan() {
        Groups groups = new Groups();
        channels.values().stream().filter(Channels::isCut).forEach(groups::add);
        for (Role role : roles) {
            if (role instanceof Linked linked && linked.channels().isCut()) {
                linked.links().stream()
                        .filter(link -> link.input().isCut())
                        .forEach(link -> groups.join(linked.channels(), link.input()));
            }
        }
        return new StripPlan(groups.groups(), kept());
    }

    private List<StripPlan.Kept> kept() {
        List<StripPlan.Kept> kept = new ArrayList<>();
        for (Role role : roles) {
            if (role instanceof Mixing mixing) {
                Channels output = mixing.output().orElseThrow();
                Map<String, List<Integer>> byReason = new TreeMap<>();
                for (int c : output.kept()) {
                    if (output.isConstant(c)) {
                        byReason.computeIfAbsent(output.reason(c), reason -> new ArrayList<>())
                                .add(c);
                    }
                }
                byReason.forEach((reason, list) -> kept.add(new StripPlan.Kept(output.value(), list, reason)));
            }
        }
        return kept;
    }

    /** Returns the graph without the channels that nobody needs. */
    Graph cut() {
        IdentityHashMap<Node, Role> byNode = new IdentityHashMap<>();
        roles.forEach(role -> byNode.put(role.node(), role));
        return graph.rewrite(
                        (out, node) -> Objects.requireNonNull(byNode.get(node)).cut(graph, out))
                .edit(out -> out.valueInfos(List.of()));
    }
}
