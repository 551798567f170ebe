package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.Optional;

/**
 * Turns {@code Constant} nodes into initializers, which is where every other pass looks for weights.
 *
 * <p>Sparse and string constants are left alone.
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
        Optional<Tensor> value = node.is("Constant") ? value(node) : Optional.empty();
        if (value.isPresent()) {
            out.initializer(node.output(), value.get());
        } else {
            out.node(node);
        }
    }

    private static Optional<Tensor> value(Node node) {
        for (Attribute attribute : node.attributes().values()) {
            if (attribute instanceof Attribute.OfTensor tensor) {
                return Optional.of(tensor.value());
            }
            if (attribute instanceof Attribute.OfFloat number) {
                return Optional.of(Tensor.scalar(number.value()));
            }
            if (attribute instanceof Attribute.OfInt number) {
                return Optional.of(Tensor.scalar(number.value()));
            }
            if (attribute instanceof Attribute.OfFloats list) {
                float[] values = new float[list.values().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = list.values().get(i);
                }
                return Optional.of(Tensor.ofFloats(values, values.length));
            }
            if (attribute instanceof Attribute.OfInts list) {
                long[] values =
                        list.values().stream().mapToLong(Long::longValue).toArray();
                return Optional.of(Tensor.ofLongs(values, values.length));
            }
        }
        return Optional.empty();
    }
}
