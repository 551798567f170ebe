package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.diff.OutputSqnr;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.QuantizeMixed;
import dev.alambic.quantizer.precision.Fp16;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * A {@link Search} among static integers, mixtures of them with float units, dynamic integers, static convolutions with
 * dynamic products, and half precision.
 *
 * @param latencies how models are timed
 * @param listener hears of each model once its quality is known, and again once its time is
 */
public record FormSearch(Task task, Latencies latencies, Consumer<Try> listener) {

    private static final int PERCENT = 100;

    /**
     * What to quantize.
     *
     * @param samples some tens of inputs, on which outputs are compared; the first tells how much a unit computes
     */
    public record Task(
            OnnxModel model, Calibration calibration, Int8Options options, List<Map<String, Tensor>> samples) {
        public Task {
            samples = List.copyOf(samples);
        }
    }

    /**
     * Searches for the fastest form that is right at most {@code points} percent less often than the float model.
     *
     * @param accuracy 0 to 1
     */
    public SearchResult maxDrop(double points, ToDoubleFunction<OnnxModel> accuracy) {
        Int8Candidates candidates = candidates();
        Measures measures = Measures.of(model -> PERCENT * accuracy.applyAsDouble(model), latencies)
                .withCloseness(OutputSqnr.of(candidates.floating(), task.samples()));
        return search(candidates, Bound.maxDrop(points), measures);
    }

    /** Searches for the fastest form of which every output has at least these decibels on the samples. */
    public SearchResult minSqnr(double decibels) {
        Int8Candidates candidates = candidates();
        Measures measures = Measures.of(OutputSqnr.of(candidates.floating(), task.samples()), latencies);
        return search(candidates, Bound.minSqnr(decibels), measures);
    }

    private Int8Candidates candidates() {
        return Int8Candidates.of(
                task.model(), task.calibration(), task.options(), task.samples().get(0));
    }

    private SearchResult search(Int8Candidates candidates, Bound bound, Measures measures) {
        return Search.run(candidates, forms(candidates), measures, SearchOptions.of(bound), listener);
    }

    private Map<String, Supplier<OnnxModel>> forms(Int8Candidates candidates) {
        Map<String, Supplier<OnnxModel>> forms = new LinkedHashMap<>();
        forms.put(
                "dynamic",
                once(() -> Quantizer.int8Dynamic(task.model(), task.options()).model()));
        OnnxModel prepared = candidates.prepared();
        Int8Options elementwise = Int8Candidates.elementwise(task.options());
        if (!elementwise.equals(task.options()) && hasElementwise(prepared.graph())) {
            forms.put(
                    "int8 elementwise",
                    once(() -> Quantizer.int8Static(prepared, candidates.ranges(), elementwise)
                            .model()));
        }
        if (QuantizeMixed.concerns(prepared, task.options())) {
            forms.put(
                    "mixed",
                    once(() -> Quantizer.int8Mixed(prepared, candidates.ranges(), task.options())
                            .model()));
        }
        forms.put(
                "fp16 storage",
                once(() -> Quantizer.fp16(task.model(), Fp16.STORAGE).model()));
        return forms;
    }

    /** Returns whether two activations are multiplied, or one goes through a sigmoid, as SiLU does. */
    private static boolean hasElementwise(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(node -> node.is("Sigmoid")
                        || node.is("LeakyRelu")
                        || (node.is("Mul")
                                && node.inputs().stream()
                                        .noneMatch(
                                                value -> graph.constant(value).isPresent())));
    }

    /** Makes the model when it is first asked for, and keeps it. */
    private static Supplier<OnnxModel> once(Supplier<OnnxModel> maker) {
        List<OnnxModel> made = new ArrayList<>();
        return () -> {
            if (made.isEmpty()) {
                made.add(maker.get());
            }
            return made.get(0);
        };
    }
}
