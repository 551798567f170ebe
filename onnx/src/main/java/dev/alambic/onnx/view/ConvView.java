package dev.alambic.onnx.view;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * A Conv or ConvTranspose with a constant weight.
 *
 * @param weight Conv [outputs, inputs / groups, ...], ConvTranspose [inputs, outputs / groups, ...]; float32 or an
 *     integer type
 */
public record ConvView(Node node, Tensor weight) {

    /** Returns the view of {@code node} if it is one with float32 weights. */
    public static Optional<ConvView> of(Graph graph, Node node) {
        boolean conv = node.is("Conv") || node.is("ConvTranspose");
        return (conv ? graph.constant(node, 1) : Optional.<Tensor>empty())
                .filter(weight -> weight.dataType() == DataType.FLOAT && weight.rank() > 2)
                .map(weight -> new ConvView(node, weight));
    }

    public boolean isTransposed() {
        return node.is("ConvTranspose");
    }

    public long groups() {
        return node.intAttribute("group", 1);
    }

    /** Returns the channels of the result. */
    public long outputs() {
        return isTransposed() ? weight.dim(1) * groups() : weight.dim(0);
    }

    /** Returns whether every output channel reads one input channel of its own. */
    public boolean isDepthwise() {
        return !isTransposed() && weight.dim(1) == 1 && groups() == weight.dim(0);
    }
}
