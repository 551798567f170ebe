package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.shape.Shapes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of the values of a graph while its nodes are gone through: constants, writers so far, and types. */
final class Known {
    private final OnnxModel model;
    private final Map<String, Node> writers = new HashMap<>();

    Known(OnnxModel model) {
        this.model = model;
    }

    Graph graph() {
        return model.graph();
    }

    void remember(Node node) {
        node.outputs().forEach(output -> writers.put(output, node));
    }

    /** Returns the node, as it is now, that writes {@code value}. */
    Optional<Node> writer(String value) {
        return Optional.ofNullable(writers.get(value));
    }

    /** Returns the types as they are inferred; the model is only loaded when they are first asked for. */
    Shapes shapes() {
        return Shapes.inferred(model);
    }

    Optional<DataType> elementType(String value) {
        return shapes().elementType(value);
    }
}
