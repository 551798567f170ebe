package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two forms of a model with state on the same calls, each with its own state, so that error which adds up is seen. */
final class Replay {
    private static final int STEPS = 32;
    private static final long SEED = 1;

    private Replay() {}

    /**
     * Returns the SQNR of the worst output of floats over all calls, dB; infinite for a model without state, or of one
     * whose state grows, so that the other inputs would have to fit.
     */
    static double sqnrDecibels(OnnxModel first, OnnxModel last, Probe probe, SessionFolder folder) {
        StatePairs states = StatePairs.of(first);
        if (states.isEmpty() || states.isGrowing(first.graph()) || last.graph().equals(first.graph())) {
            return Double.POSITIVE_INFINITY;
        }
        List<Map<String, Tensor>> steps = states.sequence(probe.samples(STEPS, SEED));
        return Attempts.first(
                        List.of(last), model -> worst(outputs(first, steps, folder), outputs(model, steps, folder)))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static List<Map<String, Tensor>> outputs(
            OnnxModel model, List<Map<String, Tensor>> steps, SessionFolder folder) {
        List<Map<String, Tensor>> outputs = new ArrayList<>();
        Carried carried = Carried.of(model);
        List<String> names =
                model.graph().outputs().stream().map(ValueInfo::name).toList();
        try (Session session = folder.open(model, SessionOptions.once())) {
            steps.forEach(step -> outputs.add(carried.run(session, step, names)));
        }
        return outputs;
    }

    private static double worst(List<Map<String, Tensor>> expected, List<Map<String, Tensor>> actual) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            Map<String, Tensor> other = actual.get(i);
            expected.get(i).forEach((name, tensor) -> {
                if (tensor.dataType().isFloating()) {
                    add(
                            sums.computeIfAbsent(name, any -> new double[2]),
                            tensor,
                            Objects.requireNonNull(other.get(name)));
                }
            });
        }
        return sums.values().stream()
                .filter(sum -> sum[1] > 0)
                .mapToDouble(sum -> 10 * Math.log10(sum[0] / sum[1]))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Adds signal and noise of the elements that are finite in both. */
    private static void add(double[] sums, Tensor expected, Tensor actual) {
        float[] a = expected.floats();
        float[] b = actual.floats();
        for (int i = 0; i < a.length; i++) {
            if (Float.isFinite(a[i]) && Float.isFinite(b[i])) {
                sums[0] += (double) a[i] * a[i];
                sums[1] += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            }
        }
    }
}
