package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * A weighted sum of terms.
 *
 * @param layer by progress, the number of the layer map that is learnt, from 1; 0 where it is the answers
 * @param balance how the weighted terms become one loss
 */
public record Objective(List<Weighted> terms, DoubleUnaryOperator layer, Balance balance) {

    /**
     * A term and how much it counts.
     *
     * @param figure name of the weight in the records of epochs; empty if it follows from the others
     * @param weight by progress, 0 in the first epoch to 1 in the last
     */
    public record Weighted(Term term, String figure, DoubleUnaryOperator weight) {}

    /** The parts of a loss before they are weighted, in the order of the terms, and what they come to; scalars. */
    public record Loss(List<NDArray> parts, NDArray total) {}

    /** A sum whose terms do not wait for each other. */
    public Objective(List<Weighted> terms) {
        this(terms, progress -> 0, Balance.SUM);
    }

    public Objective {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("objective: no term (expected at least one)");
        }
    }

    /** Returns a sum of terms by the weight of each over progress, which is recorded beside its loss. */
    public static Objective of(Map<Term, DoubleUnaryOperator> terms) {
        List<Weighted> weighted = new ArrayList<>();
        terms.forEach((term, weight) -> weighted.add(new Weighted(term, "", weight)));
        return new Objective(recorded(weighted));
    }

    /** Returns a sum of terms that come one layer map after another; the weight of each is recorded. */
    public static Objective byLayer(List<Weighted> terms, DoubleUnaryOperator layer) {
        return new Objective(recorded(terms), layer, Balance.SUM);
    }

    private static List<Weighted> recorded(List<Weighted> terms) {
        List<String> names = names(terms.stream().map(Weighted::term).toList());
        return IntStream.range(0, terms.size())
                .mapToObj(i -> new Weighted(terms.get(i).term, names.get(i) + "Weight", terms.get(i).weight))
                .toList();
    }

    /** Returns the name of each term; terms of one name are numbered from the second on. */
    private static List<String> names(List<Term> terms) {
        Map<String, Integer> seen = new HashMap<>();
        return terms.stream()
                .map(term -> {
                    String name = term.words().name();
                    int number = seen.merge(name, 1, Integer::sum);
                    return number == 1 ? name : name + number;
                })
                .toList();
    }

    /**
     * Returns the labels alone.
     *
     * @param classWeights how much each class counts; empty = all alike
     */
    public static Objective ofLabels(List<Double> classWeights) {
        return new Objective(List.of(new Weighted(new HardLabels(0, classWeights), "", progress -> 1)));
    }

    /** Returns several labels alone. */
    public static Objective ofFlags() {
        return new Objective(List.of(new Weighted(new LabelFlags(0), "", progress -> 1)));
    }

    /** Returns the true numbers alone. */
    public static Objective ofNumbers(NumberLoss distance) {
        return new Objective(List.of(new Weighted(new TrueNumbers(distance), "", progress -> 1)));
    }

    /** Returns the values inside the models that terms compare. */
    public Set<Tap> needs() {
        Set<Tap> needs = new TreeSet<>();
        terms.forEach(term -> needs.addAll(term.term.needs()));
        return needs;
    }

    /** Returns whether it can be made smaller without labels. */
    public boolean needsLabels() {
        return terms.stream().anyMatch(term -> term.term.needsLabels());
    }

    /** Returns this sum of terms with the weights of their own; see {@link Term#fitted}. */
    public Objective fitted(Map<Tap, Shape> shapes, NDManager manager) {
        return new Objective(
                terms.stream()
                        .map(term -> new Weighted(term.term.fitted(shapes, manager), term.figure, term.weight))
                        .toList(),
                layer,
                balance.fitted(manager));
    }

    /** Returns the weights that terms have of their own, by term and name. */
    public Map<String, NDArray> ownWeights() {
        Map<String, NDArray> own = new LinkedHashMap<>();
        List<String> names = names(terms.stream().map(Weighted::term).toList());
        for (int i = 0; i < names.size(); i++) {
            String prefix = names.get(i) + ":";
            terms.get(i).term.weights().forEach((name, weight) -> own.put(prefix + name, weight));
        }
        balance.weights().forEach((name, weight) -> own.put("balance:" + name, weight));
        return own;
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
        List<NDArray> weighted = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            NDArray part = terms.get(i).term.loss(signals);
            weighted.add(weights[i] == 1 ? part : part.mul(signals.scalar(weights[i])));
            parts.add(part);
        }
        return new Loss(parts, balance.total(weighted, signals));
    }

    /**
     * Returns the figures of an epoch by their names: the loss of each term, then the weights that are recorded.
     *
     * @param losses of the terms, in their order
     */
    public Map<String, Double> figures(double[] losses, double[] weights) {
        Map<String, Double> figures = new LinkedHashMap<>();
        List<String> names = names(terms.stream().map(Weighted::term).toList());
        for (int i = 0; i < losses.length; i++) {
            figures.put(names.get(i) + Term.Words.LOSS, losses[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            if (!terms.get(i).figure.isEmpty()) {
                figures.put(terms.get(i).figure, weights[i]);
            }
        }
        figures.putAll(balance.figures());
        return figures;
    }
}
