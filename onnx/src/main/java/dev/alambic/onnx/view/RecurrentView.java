package dev.alambic.onnx.view;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.util.Optional;

/**
 * An LSTM, GRU or RNN with constant float32 weights.
 *
 * @param inputs W [directions, gates * hidden, inputs]
 * @param states R [directions, gates * hidden, hidden]
 */
public record RecurrentView(Node node, Tensor inputs, Tensor states) {

    /** Returns the view of {@code node} if it is one. */
    public static Optional<RecurrentView> of(Graph graph, Node node) {
        if (!Trait.RECURRENT.isOf(node)) {
            return Optional.empty();
        }
        return weight(graph, node, 1)
                .flatMap(inputs -> weight(graph, node, 2).map(states -> new RecurrentView(node, inputs, states)));
    }

    private static Optional<Tensor> weight(Graph graph, Node node, int index) {
        return graph.constant(node, index)
                .filter(tensor ->
                        tensor.dataType() == DataType.FLOAT && tensor.rank() == 3 && tensor.elementCount() > 0);
    }

    /** Returns whether ONNX Runtime has an operator on integers for it. */
    public boolean hasIntegers() {
        return node.is("LSTM") && node.intAttribute("layout", 0) == 0;
    }

    /** Returns the elements of W and R. */
    public long weights() {
        return inputs.elementCount() + states.elementCount();
    }
}
