package dev.alambic.quantizer.calibrate;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
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
import java.util.function.Function;

/**
 * Counts the numbers of values over the samples.
 *
 * <p>Each batch is read from the runtime once and counted at once. Where the values of a batch are large together, the
 * model runs several times on it, each time with the values of one group as results: {@value #GROUP_BYTES} bytes, or
 * one value if it is larger, measured on the first batch. So memory depends on the model and the size of a batch alone.
 */
final class HistogramSearch {
    private static final long GROUP_BYTES = 64L << 20;

    private final OnnxModel model;
    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<List<String>> groups = new ArrayList<>();

    private HistogramSearch(OnnxModel model, Collection<String> values) {
        this.model = model;
        values.forEach(value -> histograms.put(value, new Histogram(value)));
    }

    /**
     * Returns the range that {@code choice} takes for each of {@code values}.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite
     */
    static Map<String, Range> of(
            OnnxModel model, Collection<String> values, Calibrator calibrator, Function<Histogram, Range> choice) {
        HistogramSearch search = new HistogramSearch(model, values);
        search.count(calibrator);
        Map<String, Range> ranges = new LinkedHashMap<>();
        search.histograms.forEach((value, histogram) -> ranges.put(value, choice.apply(histogram)));
        return ranges;
    }

    private void count(Calibrator calibrator) {
        long batches = 0;
        try {
            for (Map<String, Tensor> sample : calibrator.samples()) {
                if (batches == 0) {
                    open(sample);
                }
                count(sample);
                calibrator.progress().batchDone(++batches);
            }
        } finally {
            sessions.forEach(Session::close);
        }
        Calibrator.requireSamples(batches);
    }

    private void count(Map<String, Tensor> sample) {
        sample.forEach(this::add);
        for (int i = 0; i < sessions.size(); i++) {
            sessions.get(i).run(sample, groups.get(i), this::add);
        }
    }

    private void add(String name, Tensor tensor) {
        Histogram histogram = histograms.get(name);
        if (histogram != null) {
            histogram.add(tensor.data().asFloatBuffer());
        }
    }

    private void open(Map<String, Tensor> sample) {
        long bytes = 0;
        for (Map.Entry<String, Long> value : sizes(sample).entrySet()) {
            bytes += value.getValue();
            if (groups.isEmpty() || bytes > GROUP_BYTES) {
                groups.add(new ArrayList<>());
                bytes = value.getValue();
            }
            groups.get(groups.size() - 1).add(value.getKey());
        }
        groups.forEach(group -> sessions.add(Session.open(model, group, SessionOptions.defaults())));
    }

    /** Returns the bytes of each value that a node writes, from a run that gives the number of elements alone. */
    private Map<String, Long> sizes(Map<String, Tensor> sample) {
        Map<String, String> counts = new LinkedHashMap<>();
        OnnxModel counting = model.mapGraph(graph -> counting(graph, counts));
        Map<String, Long> sizes = new LinkedHashMap<>();
        if (counts.isEmpty()) {
            return sizes;
        }
        try (Session session = Session.open(counting, SessionOptions.defaults())) {
            Map<String, Tensor> found = session.run(sample, counts.values());
            counts.forEach((value, count) -> sizes.put(
                    value,
                    Float.BYTES * Objects.requireNonNull(found.get(count)).longs()[0]));
        }
        return sizes;
    }

    private Graph counting(Graph graph, Map<String, String> counts) {
        return graph.edit(out -> histograms.keySet().stream()
                .filter(value -> graph.index().producer(value).isPresent())
                .forEach(value -> {
                    String name = out.node("Size", List.of(value), value + "_size");
                    out.output(new ValueInfo(name, null, Bytes.EMPTY));
                    counts.put(value, name);
                }));
    }
}
