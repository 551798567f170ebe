package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
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
        Set<String> needed = graph.index().needed();
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> node.outputs().stream().anyMatch(needed::contains))
                .toList();
        Set<String> defined = new HashSet<>();
        nodes.forEach(node -> defined.addAll(node.outputs()));
        List<ValueInfo> infos = graph.valueInfos().stream()
                .filter(info -> defined.contains(info.name()))
                .toList();
        List<String> unused = graph.initializers().keySet().stream()
                .filter(name -> !needed.contains(name) && !graph.isInput(name))
                .toList();
        if (unused.isEmpty()
                && nodes.size() == graph.nodes().size()
                && infos.size() == graph.valueInfos().size()) {
            return Outcome.of(model);
        }
        return Outcome.of(model.withGraph(graph.edit(out -> {
            out.nodes(nodes).valueInfos(infos);
            unused.forEach(out::removeInitializer);
        })));
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
