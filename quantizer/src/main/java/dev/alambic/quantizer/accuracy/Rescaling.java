package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Changes of the constants that nodes of one graph read, collected and then made at once. */
final class Rescaling {
    private final Graph graph;
    private final IdentityHashMap<Node, Map<Integer, float[]>> changed = new IdentityHashMap<>();

    Rescaling(Graph graph) {
        this.graph = graph;
    }

    /** Returns the constant that {@code node} reads as {@code input}, as it is by now; changes to it count. */
    float[] values(Node node, int input) {
        return changed.computeIfAbsent(node, any -> new TreeMap<>())
                .computeIfAbsent(input, any -> original(node, input).floats());
    }

    private Tensor original(Node node, int input) {
        return graph.constant(node, input).orElseThrow();
    }

    /** Multiplies each element by the factor of its channel. */
    void multiply(Node node, int input, double[] factors, IntUnaryOperator channel) {
        float[] values = values(node, input);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factors[channel.applyAsInt(i)]);
        }
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    /** Returns {@code node} reading its changed constants, which are added to {@code out} under names of their own. */
    Node applied(Graph.Builder out, Node node) {
        Node made = node;
        for (Map.Entry<Integer, float[]> change :
                changed.getOrDefault(node, Map.of()).entrySet()) {
            int input = change.getKey();
            String name = node.inputs().get(input);
            Tensor tensor =
                    Tensor.ofFloats(change.getValue(), original(node, input).dims());
            made = made.withInput(input, out.constant(name, tensor));
        }
        return made;
    }
}
