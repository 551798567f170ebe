package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.Optional;

/**
 * Turns {@code Constant} nodes into initializers, which is where every other pass looks for weights.
 *
 * <p>Sparse constants are left alone.
 */
public final class ConstantsToInitializers implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.graph().nodes().stream().noneMatch(node -> node.is("Constant"))) {
            return Outcome.of(model);
        }
        return Outcome.of(model.mapGraph(graph -> graph.rewrite(ConstantsToInitializers::accept)));
    }

    private static void accept(Graph.Builder out, Node node) {
        Optional<Tensor> value = node.constantValue();
        if (value.isPresent()) {
            out.initializer(node.output(), value.get());
        } else {
            out.node(node);
        }
    }
}
