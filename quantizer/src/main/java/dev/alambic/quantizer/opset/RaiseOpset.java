package dev.alambic.quantizer.opset;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.Leftovers;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Raises a model of opset 7 or later to a higher one, by rewriting the operators whose form or meaning changed in
 * between, in the bodies of {@code If}, {@code Loop} and {@code Scan} as well; see {@link Changes} for which. What has
 * no counterpart is refused by name. The file format is raised to the one that was released with the opset.
 */
public final class RaiseOpset implements Pass {

    /** The lowest opset that can be raised. */
    public static final long LOWEST = 7;

    /** The highest opset that can be reached. */
    public static final long HIGHEST = 25;

    private static final Changes CHANGES = Changes.all();

    private final long target;

    /** @param target opset to reach, 7 to 25; models that are there or above are left alone */
    public RaiseOpset(long target) {
        if (target < LOWEST || target > HIGHEST) {
            throw new IllegalArgumentException("opset is between " + LOWEST + " and " + HIGHEST + ", was " + target);
        }
        this.target = target;
    }

    @Override
    public void requires(OnnxModel model) {
        if (model.opset() >= target) {
            return;
        }
        if (model.opset() < LOWEST) {
            throw new UnsupportedModelException(
                    "opset " + model.opset() + ": only models from opset " + LOWEST + " on can be raised");
        }
        if (!Leftovers.functionDomains(model.content()).isEmpty()) {
            throw new UnsupportedModelException(
                    "a model with operators of its own (functions) cannot be raised to opset " + target);
        }
    }

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.opset() >= target) {
            return Outcome.of(model);
        }
        Graph graph = raised(RaisedModel.of(model, target), model.graph(), Map.of());
        String domain = model.opsets().containsKey("ai.onnx") ? "ai.onnx" : "";
        long format = OnnxModel.of(graph, target).irVersion();
        return Outcome.of(
                model.withGraph(graph).withOpset(domain, target).withIrVersion(Math.max(format, model.irVersion())));
    }

    private static Graph raised(RaisedModel whole, Graph graph, Map<String, Tensor> outer) {
        return graph.edit(out -> {
            RaisedGraph at = new RaisedGraph(whole, graph, outer, out);
            List<Node> nodes = new ArrayList<>();
            for (Node node : graph.nodes()) {
                raised(whole, at, node).forEach(made -> nodes.add(withBodies(whole, made, at.constants())));
            }
            out.nodes(nodes);
        });
    }

    private static List<Node> raised(RaisedModel whole, RaisedGraph at, Node node) {
        List<Node> nodes = List.of(node);
        for (long version = whole.from() + 1; version <= whole.target(); version++) {
            List<Node> made = new ArrayList<>();
            for (Node each : nodes) {
                made.addAll(CHANGES.of(version, each).apply(at, each));
            }
            nodes = made;
        }
        return nodes;
    }

    private static Node withBodies(RaisedModel whole, Node node, Map<String, Tensor> constants) {
        Node made = node;
        for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
            if (entry.getValue() instanceof Attribute.OfGraph body) {
                made = made.with(entry.getKey(), raised(whole, body.value(), constants));
            } else if (entry.getValue() instanceof Attribute.OfGraphs bodies) {
                made = made.with(
                        entry.getKey(),
                        new Attribute.OfGraphs(bodies.values().stream()
                                .map(body -> raised(whole, body, constants))
                                .toList()));
            }
        }
        return made;
    }

    @Override
    public void ensures(OnnxModel model) {
        if (model.opset() < target) {
            throw new InvalidModelException("model", "opset", "at least " + target, model.opset());
        }
    }
}
