package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.match.LayerNormMatch;
import dev.alambic.onnx.match.Replacement;
import dev.alambic.onnx.match.Values;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;

/**
 * Writes layer normalization, see {@link LayerNormMatch}, as one node, from opset 17 on, which has it, where the rank
 * of what is normalized is known. Before, the nodes stay: ONNX Runtime recognizes them itself.
 */
public final class FuseLayerNormalization implements Pass {
    private static final long WITH_LAYER_NORMALIZATION = 17;

    @Override
    public Outcome apply(OnnxModel model) {
        boolean possible = model.opset() >= WITH_LAYER_NORMALIZATION
                && model.graph().nodes().stream().anyMatch(node -> node.is("ReduceMean"));
        if (!possible) {
            return Outcome.of(model);
        }
        Values values = Values.of(model.graph());
        Shapes shapes = Shapes.inferred(model);
        return Outcome.of(model.withGraph(Replacement.all(
                model.graph(),
                last -> LayerNormMatch.ending(values, last, shapes::shape)
                        .filter(match -> shapes.shape(match.x()).isPresent())
                        .map(match -> new Replacement(match.inner(), List.of(normalization(last, match)))))));
    }

    private static Node normalization(Node last, LayerNormMatch match) {
        return Node.of("LayerNormalization", List.of(match.x(), match.scale(), match.bias()), last.output())
                .withName(last.name())
                .with("axis", -match.axes())
                .with("epsilon", match.epsilon());
    }
}
