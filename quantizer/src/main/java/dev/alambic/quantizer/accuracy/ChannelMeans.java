package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.view.ProductView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The mean of each channel of the results of products, over samples that are run one after the other. */
final class ChannelMeans {

    private ChannelMeans() {}

    /** Returns the means [outputs] by the name of the result. */
    static Map<String, double[]> of(
            OnnxModel model, Collection<ProductView> units, Iterable<Map<String, Tensor>> samples) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        units.forEach(unit -> sums.put(unit.output(), new double[unit.outputs()]));
        List<String> names = List.copyOf(sums.keySet());
        try (Session session = Session.open(model, names, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                Map<String, Tensor> found = session.run(sample, names);
                for (ProductView unit : units) {
                    Tensor result = Objects.requireNonNull(found.get(unit.output()));
                    add(Objects.requireNonNull(sums.get(unit.output())), result, unit.isConv());
                    counts.merge(unit.output(), result.elementCount() / unit.outputs(), Long::sum);
                }
            }
        }
        sums.forEach((name, sum) -> {
            Long count = counts.get(name);
            if (count == null) {
                throw new IllegalArgumentException("samples: at least one is needed (expected 1 or more, was 0)");
            }
            for (int c = 0; c < sum.length; c++) {
                sum[c] /= count;
                if (!Double.isFinite(sum[c])) {
                    throw new IllegalArgumentException(
                            "samples: '" + name + "' is finite on every sample (expected numbers, was " + sum[c] + ")");
                }
            }
        });
        return sums;
    }

    private static void add(double[] sums, Tensor result, boolean images) {
        float[] values = result.floats();
        int inner = images ? result.inner(1) : 1;
        for (int i = 0; i < values.length; i++) {
            sums[i / inner % sums.length] += values[i];
        }
    }
}
