package dev.alambic.quantizer.opset;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.shape.Shapes;
import java.util.HashSet;
import java.util.Set;

/** The model that is being raised: its versions, the names in it, and, if asked for, the types of its values. */
record RaisedModel(OnnxModel model, long target, Set<String> names) {
    static RaisedModel of(OnnxModel model, long target) {
        RaisedModel raised = new RaisedModel(model, target, new HashSet<>());
        raised.collect(model.graph());
        return raised;
    }

    private void collect(Graph graph) {
        graph.inputs().stream().map(ValueInfo::name).forEach(names::add);
        names.addAll(graph.initializers().keySet());
        for (Node node : graph.nodes()) {
            names.addAll(node.outputs());
            node.subgraphs().forEach(this::collect);
        }
    }

    long from() {
        return model.opset();
    }

    Shapes types() {
        return Shapes.inferred(model);
    }

    String fresh(String base) {
        String candidate = base;
        for (int i = 1; !names.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }
}
