package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * An LSTM, GRU or RNN with constant float32 weights.
 *
 * @param inputs W [directions, gates * hidden, inputs]
 * @param states R [directions, gates * hidden, hidden]
 */
record RecurrentView(Node node, Tensor inputs, Tensor states) {

    static Optional<RecurrentView> of(Graph graph, Node node) {
        if (!isRecurrent(node)) {
            return Optional.empty();
        }
        Optional<Tensor> inputs = weight(graph, node, 1);
        Optional<Tensor> states = weight(graph, node, 2);
        return inputs.isPresent() && states.isPresent()
                ? Optional.of(new RecurrentView(node, inputs.get(), states.get()))
                : Optional.empty();
    }

    static boolean isRecurrent(Node node) {
        return node.is("LSTM") || node.is("GRU") || node.is("RNN");
    }

    private static Optional<Tensor> weight(Graph graph, Node node, int index) {
        return graph.constant(node, index)
                .filter(tensor ->
                        tensor.dataType() == DataType.FLOAT && tensor.rank() == 3 && tensor.elementCount() > 0);
    }

    /** Returns whether there is an operator on integers for it. */
    boolean hasIntegers() {
        return node.is("LSTM") && node.intAttribute("layout", 0) == 0;
    }

    long weights() {
        return inputs.elementCount() + states.elementCount();
    }
}
