package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** A weighted sum of terms. */
public record Objective(List<Weighted> terms) {

    /**
     * A term and how much it counts.
     *
     * @param figure name of the weight in the records of epochs; empty if it follows from the others
     * @param weight by progress, 0 in the first epoch to 1 in the last
     */
    public record Weighted(Term term, String figure, DoubleUnaryOperator weight) {}

    /** The parts of a loss before they are weighted, in the order of the terms, and their weighted sum; scalars. */
    public record Loss(List<NDArray> parts, NDArray total) {}

    public Objective {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("objective: no term (expected at least one)");
        }
    }

    /** Returns the labels alone. */
    public static Objective ofLabels() {
        return new Objective(List.of(new Weighted(new HardLabels(), "", progress -> 1)));
    }

    /** Returns the true numbers alone. */
    public static Objective ofNumbers(NumberLoss distance) {
        return new Objective(List.of(new Weighted(new TrueNumbers(distance), "", progress -> 1)));
    }

    /** Returns the weight of each term at {@code progress}. */
    public double[] weights(double progress) {
        return terms.stream()
                .mapToDouble(term -> term.weight.applyAsDouble(progress))
                .toArray();
    }

    /** Returns the loss of one batch; see {@link #weights}. */
    public Loss loss(Signals signals, double[] weights) {
        List<NDArray> parts = new ArrayList<>();
        NDArray total = null;
        for (int i = 0; i < weights.length; i++) {
            NDArray part = terms.get(i).term.loss(signals);
            NDArray weighted = weights[i] == 1 ? part : part.mul(signals.scalar(weights[i]));
            total = total == null ? weighted : total.add(weighted);
            parts.add(part);
        }
        return new Loss(parts, Objects.requireNonNull(total));
    }

    /**
     * Returns the figures of an epoch by their names: the loss of each term, then the weights that are recorded.
     *
     * @param losses of the terms, in their order
     */
    public Map<String, Double> figures(double[] losses, double[] weights) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int i = 0; i < losses.length; i++) {
            figures.put(terms.get(i).term.words().figure(), losses[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            if (!terms.get(i).figure.isEmpty()) {
                figures.put(terms.get(i).figure, weights[i]);
            }
        }
        return figures;
    }
}
