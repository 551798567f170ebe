package dev.alambic.quantizer.precision;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The largest magnitudes that values of a graph take on samples; the model reduces them itself. */
final class LargestValues {

    private LargestValues() {}

    /**
     * Returns max |v| of each of {@code values} over {@code samples}, by name; infinite if one is, or is NaN.
     *
     * @param values float32 values that nodes of the main graph write
     * @throws IllegalArgumentException if there is no sample
     */
    static Map<String, Float> of(OnnxModel model, Collection<String> values, Iterable<Map<String, Tensor>> samples) {
        Map<String, String> outputs = new LinkedHashMap<>();
        OnnxModel watched = model.mapGraph(graph -> watched(graph, values, outputs));
        Map<String, Float> largest = new LinkedHashMap<>();
        boolean any = false;
        try (Session session = Session.open(watched, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                Map<String, Tensor> found = session.run(sample, outputs.values());
                outputs.forEach((value, output) -> {
                    Tensor tensor = found.get(output);
                    float magnitude = tensor == null ? 0 : tensor.floats()[0];
                    largest.merge(value, Float.isNaN(magnitude) ? Float.POSITIVE_INFINITY : magnitude, Math::max);
                });
                any = true;
            }
        }
        if (!any) {
            throw new IllegalArgumentException("samples: at least one is needed (expected 1 or more, was 0)");
        }
        return largest;
    }

    private static Graph watched(Graph graph, Collection<String> values, Map<String, String> outputs) {
        return graph.edit(out -> {
            for (String value : values) {
                String magnitude = out.node(Node.of("Abs", List.of(value), out.fresh(value + "_abs"))
                        .withName(""));
                String largest = out.node(Node.of("ReduceMax", List.of(magnitude), out.fresh(value + "_max"))
                        .withName("")
                        .with("keepdims", 0));
                out.output(new ValueInfo(largest, null, Bytes.EMPTY));
                outputs.put(value, largest);
            }
        });
    }
}
