package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops nodes whose results nobody reads, then the initializers that nobody reads, and the types of values that are
 * gone.
 *
 * <p>Inputs of the model stay, used or not: they are its interface. ONNX Runtime keeps dead nodes in places (its
 * integer kernels are not fused around them), so this is more than tidiness.
 */
public final class DropDeadNodes implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Set<Node> live = live(graph);
        List<Node> nodes = graph.nodes().stream().filter(live::contains).toList();
        Set<String> defined = new HashSet<>();
        nodes.forEach(node -> defined.addAll(node.outputs()));
        List<ValueInfo> infos = graph.valueInfos().stream()
                .filter(info -> defined.contains(info.name()))
                .toList();
        Graph lean = graph.edit(out -> out.nodes(nodes).valueInfos(infos));
        List<String> unused = lean.initializers().keySet().stream()
                .filter(name -> !lean.index().isUsed(name))
                .filter(name -> !graph.isInput(name))
                .toList();
        if (unused.isEmpty()
                && nodes.size() == graph.nodes().size()
                && infos.size() == graph.valueInfos().size()) {
            return Outcome.of(model);
        }
        return Outcome.of(model.withGraph(lean.edit(out -> unused.forEach(out::removeInitializer))));
    }

    private static Set<Node> live(Graph graph) {
        Deque<String> wanted = new ArrayDeque<>();
        graph.outputs().forEach(output -> wanted.add(output.name()));
        Reads reads = new Reads(graph);
        Set<Node> live = new HashSet<>();
        while (!wanted.isEmpty()) {
            graph.index().producer(wanted.pop()).filter(live::add).ifPresent(node -> wanted.addAll(reads.of(node)));
        }
        return live;
    }

    /** What each node reads, subgraphs included; asked of the index, which looks into them. */
    private record Reads(Graph graph) {
        List<String> of(Node node) {
            List<String> names = new ArrayList<>(node.inputs());
            if (!node.subgraphs().isEmpty()) {
                for (Node other : graph.nodes()) {
                    other.outputs().stream()
                            .filter(value -> graph.index().consumers(value).contains(node))
                            .forEach(names::add);
                }
            }
            return names;
        }
    }

    @Override
    public void ensures(OnnxModel model) {
        for (Node node : model.graph().nodes()) {
            if (node.outputs().stream().noneMatch(model.graph().index()::isUsed)) {
                throw new InvalidModelException(node.label(), "every node is read", "a reader", "none");
            }
        }
    }
}
