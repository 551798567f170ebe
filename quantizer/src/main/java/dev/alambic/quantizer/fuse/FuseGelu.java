package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.match.GeluMatch;
import dev.alambic.onnx.match.Replacement;
import dev.alambic.onnx.match.Values;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;

/**
 * Writes the two forms of Gelu, see {@link GeluMatch}, as one node, from opset 20 on, which has it. Before, the nodes
 * stay: ONNX Runtime recognizes them itself.
 */
public final class FuseGelu implements Pass {
    private static final long WITH_GELU = 20;

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.opset() < WITH_GELU) {
            return Outcome.of(model);
        }
        Values values = Values.of(model.graph());
        return Outcome.of(model.withGraph(Replacement.all(
                model.graph(),
                last -> GeluMatch.ending(values, last)
                        .map(match -> new Replacement(match.inner(), List.of(gelu(last, match)))))));
    }

    private static Node gelu(Node last, GeluMatch match) {
        Node gelu = Node.of("Gelu", List.of(match.x()), last.output()).withName(last.name());
        return match.exact() ? gelu : gelu.with("approximate", "tanh");
    }
}
