package dev.alambic.onnx.runtime;

import dev.alambic.onnx.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Values that may be there or not, of which ONNX Runtime's Java interface knows no type: none may be an output. */
public final class Optionals {

    private Optionals() {}

    /** Returns the optionals among what {@code nodes}, in topological order, write. */
    public static Set<String> of(List<Node> nodes) {
        Set<String> optionals = new HashSet<>();
        for (Node node : nodes) {
            boolean passedOn =
                    node.is("Identity") && optionals.contains(node.inputs().get(0));
            if (node.is("Optional") || passedOn) {
                optionals.addAll(node.outputs());
            }
        }
        return optionals;
    }
}
