package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.Node;
import java.util.List;

/** How the form of one operator changed from one version to the next. */
@FunctionalInterface
interface Change {

    /**
     * Returns nodes that compute at the next version what {@code node} computes at the one before.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if there are none
     */
    List<Node> apply(RaisedGraph at, Node node);
}
