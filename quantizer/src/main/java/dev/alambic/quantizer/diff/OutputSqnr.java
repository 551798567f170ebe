package dev.alambic.quantizer.diff;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How close the outputs of models come to those of one reference, which is run only once: the signal to noise ratio of
 * the worst output, dB (see {@link ValueDifference#sqnrDecibels}); infinite for equal outputs. Each model carries its own
 * state from sample to sample.
 */
public final class OutputSqnr implements ToDoubleFunction<OnnxModel> {
    private final List<Map<String, Tensor>> samples;
    private final StatePairs states;
    private final List<Map<String, Tensor>> expected = new ArrayList<>();

    private OutputSqnr(List<Map<String, Tensor>> samples, StatePairs states) {
        this.samples = List.copyOf(samples);
        this.states = states;
    }

    /**
     * Runs {@code reference} on {@code samples}, which are kept, with its outputs.
     *
     * @param samples inputs by name; some tens are enough
     * @throws IllegalArgumentException if there is no sample
     */
    public static OutputSqnr of(OnnxModel reference, List<Map<String, Tensor>> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("sqnr: at least one sample is needed (expected 1 or more, was 0)");
        }
        OutputSqnr sqnr = new OutputSqnr(samples, StatePairs.of(reference));
        try (Session session = Session.open(reference, SessionOptions.defaults())) {
            Carried carried = Carried.of(sqnr.states, reference.graph());
            sqnr.samples.forEach(sample -> sqnr.expected.add(carried.run(session, sample, names(session))));
        }
        return sqnr;
    }

    private static List<String> names(Session session) {
        return session.outputs().stream().map(ValueInfo::name).toList();
    }

    /** Returns the decibels of the worst output of {@code model}, which has the outputs of the reference. */
    @Override
    public double applyAsDouble(OnnxModel model) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Carried carried = Carried.of(states, model.graph());
            for (int i = 0; i < samples.size(); i++) {
                Map<String, Tensor> actual =
                        carried.run(session, samples.get(i), expected.get(i).keySet());
                expected.get(i)
                        .forEach((name, tensor) -> tallies.computeIfAbsent(name, any -> new Tally())
                                .add(tensor, actual.getOrDefault(name, tensor)));
            }
        }
        return tallies.entrySet().stream()
                .mapToDouble(
                        entry -> entry.getValue().difference(entry.getKey(), "").sqnrDecibels())
                .reduce(Double.POSITIVE_INFINITY, Math::min);
    }
}
