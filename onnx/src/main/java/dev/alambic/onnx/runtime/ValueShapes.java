package dev.alambic.onnx.runtime;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The extents of every tensor of the main graph in one run. */
public final class ValueShapes {

    private ValueShapes() {}

    /**
     * Returns the extents that the values of {@code model} have when it runs on {@code inputs}, by name: inputs,
     * initializers and what nodes write, as far as it is a tensor.
     *
     * @throws IllegalArgumentException if the inputs are not those that the model takes
     */
    public static Map<String, long[]> of(OnnxModel model, Map<String, Tensor> inputs) {
        Collection<String> values = new TreeSet<>();
        model.graph().nodes().forEach(node -> values.addAll(node.outputs()));
        values.remove("");
        model.graph().outputs().forEach(output -> values.remove(output.name()));
        Map<String, long[]> shapes = new LinkedHashMap<>();
        model.graph().initializers().forEach((name, tensor) -> shapes.put(name, tensor.dims()));
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.dims()));
        try (Session session = Session.open(model, values, SessionOptions.defaults())) {
            List<String> tensors = session.outputs().stream()
                    .filter(output -> output.type() != null)
                    .map(ValueInfo::name)
                    .toList();
            session.run(inputs, tensors).forEach((name, tensor) -> shapes.put(name, tensor.dims()));
        }
        return shapes;
    }
}
