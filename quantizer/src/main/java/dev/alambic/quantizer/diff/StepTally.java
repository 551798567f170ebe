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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The error of each output, call by call; nothing for a model without state. */
final class StepTally {
    private final StatePairs states;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    StepTally(StatePairs states) {
        this.states = states;
    }

    static List<StepDifference> of(OnnxModel expected, OnnxModel actual, Iterable<Map<String, Tensor>> calls) {
        StepTally tally = new StepTally(StatePairs.of(expected));
        if (tally.states.isEmpty()) {
            return List.of();
        }
        List<String> names =
                expected.graph().outputs().stream().map(ValueInfo::name).toList();
        Carried carried = Carried.of(tally.states, expected.graph());
        Carried other = Carried.of(tally.states, actual.graph());
        try (Session session = Session.open(expected, SessionOptions.defaults());
                Session otherSession = Session.open(actual, SessionOptions.defaults())) {
            for (Map<String, Tensor> call : calls) {
                Map<String, Tensor> whole = carried.feeds(call);
                Map<String, Tensor> answers = other.run(otherSession, call, names);
                carried.run(session, call, names)
                        .forEach((name, answer) -> tally.add(name, answer, Objects.requireNonNull(answers.get(name))));
                otherSession.run(whole, names, tally::addSingle);
            }
        }
        return tally.differences();
    }

    void add(String output, Tensor expected, Tensor actual) {
        if (!states.isEmpty() && expected.dataType().isFloating()) {
            outcomes.computeIfAbsent(
                            output, any -> new Outcome(!states.outputs().contains(output)))
                    .add(expected, actual);
        }
    }

    boolean isWanted() {
        return !states.isEmpty();
    }

    /** Takes what the second model gave for the last call with the state of the first. */
    void addSingle(String output, Tensor actual) {
        Outcome outcome = outcomes.get(output);
        if (outcome != null) {
            outcome.addSingle(actual);
        }
    }

    List<StepDifference> differences() {
        List<StepDifference> differences = new ArrayList<>();
        outcomes.forEach((name, outcome) -> differences.add(outcome.difference(name)));
        return differences;
    }

    /** What one output came to. */
    private static final class Outcome {
        private final List<Double> errors = new ArrayList<>();
        private float[] last = {};
        private double singles;
        private boolean decides;
        private long rows;
        private long alike;

        Outcome(boolean decides) {
            this.decides = decides;
        }

        /** Returns max |a - b|. */
        private static double error(float[] a, float[] b) {
            double most = 0;
            for (int i = 0; i < a.length; i++) {
                boolean same = Float.compare(a[i], b[i]) == 0;
                double error = same ? 0 : Math.abs((double) a[i] - b[i]);
                most = Math.max(most, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
            }
            return most;
        }

        void addSingle(Tensor actual) {
            singles += error(last, actual.floats());
        }

        void add(Tensor expected, Tensor actual) {
            float[] a = expected.floats();
            float[] b = actual.floats();
            last = a;
            errors.add(error(a, b));
            int width = expected.rank() == 0 ? 1 : Math.toIntExact(expected.dim(expected.rank() - 1));
            decides = decides && Decisions.areProbabilities(a, width);
            if (decides) {
                rows += a.length / width;
                alike += Decisions.alike(a, b, width);
            }
        }

        StepDifference difference(String name) {
            int worst = 0;
            for (int i = 0; i < errors.size(); i++) {
                worst = errors.get(i) > errors.get(worst) ? i : worst;
            }
            @Nullable Double agreement = decides && rows > 0 ? (double) alike / rows : null;
            return new StepDifference(
                    name,
                    errors.get(0),
                    errors.get(errors.size() - 1),
                    errors.get(worst),
                    worst + 1,
                    growth(),
                    agreement);
        }

        private double growth() {
            double carried = errors.stream().mapToDouble(Double::doubleValue).sum();
            return carried == singles ? 1 : carried / singles;
        }
    }
}
