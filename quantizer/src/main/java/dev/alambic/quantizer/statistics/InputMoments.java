package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.view.ProductView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Collects moments of the inputs of products over samples, one sample after the other.
 *
 * <p>Products that read the same value in the same way share one result. All methods throw
 * {@link IllegalArgumentException} if there is no sample, or a value is not finite on one.
 */
public final class InputMoments {

    private InputMoments() {}

    /**
     * Returns E[x] and E[x x^T] of each of {@code units}, by the name of its output. Takes 8 * groups * width² bytes
     * for each distinct input.
     *
     * @param units views of nodes of the graph of {@code model}
     * @param samples inputs of the model by name; batches of any size; read once
     */
    public static Map<String, Gram> grams(
            OnnxModel model, Collection<ProductView> units, Iterable<Map<String, Tensor>> samples) {
        Map<Rows, Gram> grams = new LinkedHashMap<>();
        distinct(units).forEach(rows -> grams.put(rows, new Gram(rows.groups(), rows.width())));
        run(model, grams.keySet(), List.of(Reduction.MEAN, Reduction.PRODUCTS), samples, (rows, found) -> {
            Gram gram = Objects.requireNonNull(grams.get(rows));
            gram.add(found.of(Reduction.MEAN), found.of(Reduction.PRODUCTS), found.count(rows));
        });
        return byOutput(units, grams);
    }

    /** Returns the range and the moments of each number of the rows of {@code units}, by the name of their output. */
    public static Map<String, ChannelStatistics> channels(
            OnnxModel model, Collection<ProductView> units, Iterable<Map<String, Tensor>> samples) {
        Map<Rows, ChannelStatistics> statistics = new LinkedHashMap<>();
        distinct(units).forEach(rows -> statistics.put(rows, new ChannelStatistics(rows.groups() * rows.width())));
        List<Reduction> wanted = List.of(Reduction.LOWEST, Reduction.HIGHEST, Reduction.MEAN, Reduction.SQUARES);
        run(model, statistics.keySet(), wanted, samples, (rows, found) -> {
            List<float[]> numbers = wanted.stream().map(found::of).toList();
            Objects.requireNonNull(statistics.get(rows))
                    .add(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), found.count(rows));
        });
        return byOutput(units, statistics);
    }

    private static List<Rows> distinct(Collection<ProductView> units) {
        return units.stream().map(Rows::of).distinct().toList();
    }

    private static <T> Map<String, T> byOutput(Collection<ProductView> units, Map<Rows, T> found) {
        Map<String, T> named = new LinkedHashMap<>();
        units.forEach(unit -> named.put(unit.output(), Objects.requireNonNull(found.get(Rows.of(unit)))));
        return named;
    }

    /** Takes what one sample gave. */
    @FunctionalInterface
    private interface Taker {
        void accept(Rows rows, Found found);
    }

    private static void run(
            OnnxModel model,
            Collection<Rows> inputs,
            List<Reduction> reductions,
            Iterable<Map<String, Tensor>> samples,
            Taker taker) {
        if (inputs.isEmpty()) {
            return;
        }
        Map<Rows, Map<Reduction, String>> outputs = new LinkedHashMap<>();
        OnnxModel watched = model.mapGraph(graph -> watched(graph, inputs, reductions, outputs));
        List<String> names = outputs.values().stream()
                .flatMap(each -> each.values().stream())
                .toList();
        boolean any = false;
        try (Session session = Session.open(watched, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                Map<String, Tensor> found = session.run(sample, names);
                outputs.forEach((rows, each) -> taker.accept(rows, new Found(rows.value(), each, found)));
                any = true;
            }
        }
        if (!any) {
            throw new IllegalArgumentException("samples: at least one is needed (expected 1 or more, was 0)");
        }
    }

    private static Graph watched(
            Graph graph,
            Collection<Rows> inputs,
            List<Reduction> reductions,
            Map<Rows, Map<Reduction, String>> outputs) {
        return graph.edit(out -> inputs.forEach(rows -> {
            String columns = rows.columns(out);
            Map<Reduction, String> named = new LinkedHashMap<>();
            named.put(Reduction.SIZE, Reduction.SIZE.add(out, columns));
            reductions.forEach(reduction -> named.put(reduction, reduction.add(out, columns)));
            named.values().forEach(name -> out.output(new ValueInfo(name, null, Bytes.EMPTY)));
            outputs.put(rows, named);
        }));
    }

    /** What one sample gave of one input. */
    private record Found(String value, Map<Reduction, String> names, Map<String, Tensor> tensors) {

        long count(Rows rows) {
            return tensor(Reduction.SIZE).longs()[0] / ((long) rows.groups() * rows.width());
        }

        float[] of(Reduction reduction) {
            float[] values = tensor(reduction).floats();
            for (float number : values) {
                if (!Float.isFinite(number)) {
                    throw new IllegalArgumentException("samples: '" + value
                            + "' is finite on every sample (expected numbers, was " + number + ")");
                }
            }
            return values;
        }

        private Tensor tensor(Reduction reduction) {
            return Objects.requireNonNull(tensors.get(Objects.requireNonNull(names.get(reduction))));
        }
    }
}
