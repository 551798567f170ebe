package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the nodes of a branch in the place of an {@code If} whose condition is constant; the other branch goes.
 *
 * <p>What the branch computes keeps its names unless others have them too. A result that the branch does not compute
 * itself, or that it returns twice, is copied by an {@code Identity}. A {@code Loop} stays, however often it runs.
 */
public final class InlineBranches implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        if (graph.nodes().stream().noneMatch(node -> taken(graph, node).isPresent())) {
            return Outcome.of(model);
        }
        Map<String, Integer> names = new HashMap<>();
        count(graph, names);
        Set<String> nodeNames = new HashSet<>();
        graph.nodes().forEach(node -> nodeNames.add(node.name()));
        return Outcome.of(model.withGraph(graph.rewrite((out, node) -> taken(graph, node)
                .ifPresentOrElse(
                        branch -> new Inlining(out, node, branch, names, nodeNames).write(), () -> out.node(node)))));
    }

    /** Returns the branch that {@code node} always takes. */
    private static Optional<Graph> taken(Graph graph, Node node) {
        if (!node.is("If")) {
            return Optional.empty();
        }
        return graph.constant(node, 0)
                .filter(condition -> condition.dataType() == DataType.BOOL && condition.elementCount() == 1)
                .map(condition -> condition.data().get(0) != 0 ? "then_branch" : "else_branch")
                .flatMap(node::graphAttribute);
    }

    /** Counts how many graphs and nodes define each name. */
    private static void count(Graph graph, Map<String, Integer> names) {
        definitions(graph).forEach(name -> names.merge(name, 1, Integer::sum));
        graph.nodes().forEach(node -> node.subgraphs().forEach(body -> count(body, names)));
    }

    private static Set<String> definitions(Graph graph) {
        Set<String> names = new HashSet<>(graph.initializers().keySet());
        graph.inputs().stream().map(ValueInfo::name).forEach(names::add);
        graph.nodes().forEach(node -> names.addAll(node.outputs()));
        names.remove("");
        return names;
    }

    /** One {@code If} that becomes its branch. */
    private record Inlining(
            Graph.Builder out, Node node, Graph branch, Map<String, Integer> names, Set<String> nodeNames) {

        void write() {
            Map<String, String> renamed = new HashMap<>();
            List<Node> copies = outputs(renamed);
            definitions(branch).stream()
                    .filter(name -> !renamed.containsKey(name) && names.getOrDefault(name, 0) > 1)
                    .sorted()
                    .forEach(name -> renamed.put(name, out.fresh(name)));
            branch.initializers().forEach((name, tensor) -> out.initializer(renamed.getOrDefault(name, name), tensor));
            branch.nodes()
                    .forEach(inner -> out.node(inner.renameAll(name -> renamed.getOrDefault(name, name))
                            .withName(unique(inner.name()))));
            copies.forEach(copy -> out.node(copy.renameInputs(name -> renamed.getOrDefault(name, name))));
        }

        /** Returns a name that no other node of the graph has, as the runtime wants it. */
        private String unique(String base) {
            String candidate = base;
            for (int i = 1; !base.isEmpty() && !nodeNames.add(candidate); i++) {
                candidate = base + "_" + i;
            }
            return candidate;
        }

        /** Says which results are called like those of the node; returns the copies that make the others. */
        private List<Node> outputs(Map<String, String> renamed) {
            Set<String> computed = new HashSet<>();
            branch.nodes().forEach(inner -> computed.addAll(inner.outputs()));
            List<Node> copies = new ArrayList<>();
            for (int i = 0; i < node.outputs().size(); i++) {
                String result = node.outputs().get(i);
                String inner = branch.outputs().get(i).name();
                if (result.isEmpty()) {
                    continue;
                }
                if (computed.contains(inner) && !renamed.containsKey(inner)) {
                    renamed.put(inner, result);
                } else {
                    copies.add(Node.of("Identity", List.of(inner), result).withName(""));
                }
            }
            return copies;
        }
    }
}
