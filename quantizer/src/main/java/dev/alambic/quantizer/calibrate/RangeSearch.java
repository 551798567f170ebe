package dev.alambic.quantizer.calibrate;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The smallest and largest number that each value takes in each batch, put together over the samples.
 *
 * <p>The model itself reduces each value to two numbers, so that memory does not grow with the samples.
 */
final class RangeSearch {

    private RangeSearch() {}

    /**
     * Returns the range of each of {@code values}.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite
     */
    static Map<String, Range> of(
            OnnxModel model, Collection<String> values, Calibrator calibrator, Supplier<RangeCollector> collector) {
        long batches = 0;
        Map<String, RangeCollector> collectors = new LinkedHashMap<>();
        values.forEach(value -> collectors.put(value, collector.get()));
        List<String> names = List.copyOf(collectors.keySet());
        List<String> outputs = new ArrayList<>();
        OnnxModel watched = model.mapGraph(graph -> watched(graph, names, outputs));
        try (Session session = Session.open(watched, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : calibrator.samples()) {
                Map<String, Tensor> found = session.run(sample, outputs);
                for (int i = 0; i < names.size(); i++) {
                    float min = scalar(found, outputs.get(2 * i));
                    float max = scalar(found, outputs.get(2 * i + 1));
                    add(Objects.requireNonNull(collectors.get(names.get(i))), names.get(i), min, max);
                }
                calibrator.progress().batchDone(++batches);
            }
        }
        Calibrator.requireSamples(batches);
        Map<String, Range> ranges = new LinkedHashMap<>();
        collectors.forEach((name, found) -> ranges.put(name, found.range()));
        return ranges;
    }

    private static float scalar(Map<String, Tensor> found, String name) {
        return Objects.requireNonNull(found.get(name)).floats()[0];
    }

    private static void add(RangeCollector collector, String value, float min, float max) {
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new IllegalArgumentException("calibration: '" + value
                    + "' is finite on every sample (expected numbers, was " + min + " to " + max + ")");
        }
        collector.add(min, max);
    }

    private static Graph watched(Graph graph, List<String> values, List<String> outputs) {
        return graph.edit(out -> values.forEach(value -> {
            for (String operator : List.of("ReduceMin", "ReduceMax")) {
                String name = out.fresh(value + "_" + operator);
                out.node(Node.of(operator, List.of(value), name).with("keepdims", 0));
                out.output(new ValueInfo(name, null, Bytes.EMPTY));
                outputs.add(name);
            }
        }));
    }
}
