package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts trained weights where a graph keeps them. */
final class Weights {

    private Weights() {}

    /** Returns {@code graph} with these initializers and Constant nodes replaced, by name of the value. */
    static Graph replace(Graph graph, Map<String, Tensor> trained) {
        return graph.rewrite((builder, node) -> builder.node(replaced(node, trained)))
                .edit(builder -> trained.forEach((name, tensor) -> {
                    if (graph.initializers().containsKey(name)) {
                        builder.initializer(name, tensor);
                    }
                }));
    }

    private static Node replaced(Node node, Map<String, Tensor> trained) {
        Tensor tensor = node.is("Constant") ? trained.get(node.output()) : null;
        if (tensor == null) {
            return node;
        }
        return node.attributes().containsKey("value")
                ? node.with("value", tensor)
                : node.with("value_floats", new Attribute.OfFloats(listOf(tensor.floats())));
    }

    private static List<Float> listOf(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
