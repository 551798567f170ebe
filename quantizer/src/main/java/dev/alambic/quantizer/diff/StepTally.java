package dev.alambic.quantizer.diff;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The error of each output, call by call; nothing for a model without state. */
final class StepTally {
    private static final int QUARTERS = 4;

    private final StatePairs states;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    StepTally(StatePairs states) {
        this.states = states;
    }

    void add(String output, Tensor expected, Tensor actual) {
        if (!states.isEmpty() && expected.dataType().isFloating()) {
            outcomes.computeIfAbsent(
                            output, any -> new Outcome(!states.outputs().contains(output)))
                    .add(expected, actual);
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
        private boolean decides;
        private long rows;
        private long alike;

        Outcome(boolean decides) {
            this.decides = decides;
        }

        void add(Tensor expected, Tensor actual) {
            float[] a = expected.floats();
            float[] b = actual.floats();
            double most = 0;
            for (int i = 0; i < a.length; i++) {
                boolean same = Float.compare(a[i], b[i]) == 0;
                double error = same ? 0 : Math.abs((double) a[i] - b[i]);
                most = Math.max(most, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
            }
            errors.add(most);
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
            if (errors.size() < StepDifference.LEAST) {
                return Double.NaN;
            }
            int quarter = errors.size() / QUARTERS;
            double early = mean(errors.subList(0, quarter));
            double late = mean(errors.subList(errors.size() - quarter, errors.size()));
            return early == 0 && late == 0 ? 1 : late / early;
        }

        private static double mean(List<Double> some) {
            return some.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }
    }
}
