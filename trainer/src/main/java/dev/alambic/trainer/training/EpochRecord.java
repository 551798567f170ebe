package dev.alambic.trainer.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.alambic.data.answer.Measure;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.spec.DistillSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch of training came to. In JSON the figures, and what was pruned, stand beside the other keys.
 *
 * @param phase {@code teacher}, {@code student}, or that of a network between, such as {@code assistant-1}
 * @param epoch from 1
 * @param epochs planned number of epochs
 * @param figures by name, in the order they are written; losses are means over the samples, in nats (of a regression of
 *     standardized numbers), accuracies 0 to 1; null where there is none
 * @param seconds time taken
 * @param waiting share of the time of the steps in which nothing was learnt, for the samples were not ready, 0 to 1
 */
public record EpochRecord(
        String phase,
        int epoch,
        int epochs,
        Map<String, @Nullable Double> figures,
        Pruned pruning,
        double seconds,
        double waiting) {

    /** An epoch of which nobody measured how long it waited. */
    public EpochRecord(
            String phase,
            int epoch,
            int epochs,
            Map<String, @Nullable Double> figures,
            Pruned pruning,
            double seconds) {
        this(phase, epoch, epochs, figures, pruning, seconds, 0);
    }

    /**
     * What the pruner holds at zero.
     *
     * @param sparsity part of the prunable weights, or channels
     * @param layerSparsity the same by layer, in the order of the network; empty where nothing is pruned
     * @param pruned whether this epoch ended with pruning
     */
    public record Pruned(double sparsity, Map<String, Double> layerSparsity, boolean pruned) {

        /** Nothing. */
        public static final Pruned NONE = new Pruned(0, Map.of(), false);

        public Pruned {
            layerSparsity = Collections.unmodifiableMap(new LinkedHashMap<>(layerSparsity));
        }
    }

    /** The figures that epochs may be chosen by. */
    private static final List<Measure> SCORES =
            List.of(Measure.ACCURACY, Measure.MACRO_AUC, Measure.R2, Measure.MEAN_SCORE);

    public EpochRecord {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Returns this epoch as one of another training. */
    public EpochRecord withPhase(String newPhase) {
        return new EpochRecord(newPhase, epoch, epochs, figures, pruning, seconds, waiting);
    }

    /** Returns a figure, or null if this epoch has none of that name. */
    public @Nullable Double figure(String name) {
        return figures.get(name);
    }

    private double orNaN(String name) {
        Double value = figures.get(name);
        return value == null ? Double.NaN : value;
    }

    /** Returns the whole loss on the training samples, while they were learnt from. */
    public double loss() {
        return orNaN("loss");
    }

    /** Returns the figure that epochs are chosen by. */
    public Measure measure() {
        return SCORES.stream()
                .filter(measure -> figures.containsKey(name("validation", measure)))
                .findFirst()
                .orElse(Measure.ACCURACY);
    }

    /** Returns the name of a figure on a part of the data, such as {@code trainAccuracy}. */
    static String name(String part, Measure measure) {
        return part
                + Character.toUpperCase(measure.key().charAt(0))
                + measure.key().substring(1);
    }

    /** Returns that figure on the training samples while they were learnt from. */
    public double trainScore() {
        return orNaN(name("train", measure()));
    }

    /** Returns that figure on the validation split; NaN if there is none. */
    public double validationScore() {
        return orNaN(name("validation", measure()));
    }

    /** Returns the accuracy on the training samples while they were learnt from. */
    public double trainAccuracy() {
        return orNaN("trainAccuracy");
    }

    /**
     * Returns the cross-entropy, or the mean squared error of standardized numbers, on the validation split; NaN if
     * there is none.
     */
    public double validationLoss() {
        return orNaN("validationLoss");
    }

    /** Returns the accuracy on the validation split; NaN if there is none. */
    public double validationAccuracy() {
        return orNaN("validationAccuracy");
    }

    /** Returns whether the validation score is higher, or as high and the validation loss lower. */
    public boolean isBetterThan(EpochRecord other) {
        return validationScore() > other.validationScore()
                || (validationScore() == other.validationScore() && validationLoss() < other.validationLoss());
    }

    public double sparsity() {
        return pruning.sparsity;
    }

    public Map<String, Double> layerSparsity() {
        return pruning.layerSparsity;
    }

    /** Returns whether this epoch ended with pruning. */
    public boolean pruned() {
        return pruning.pruned;
    }

    /** Returns the loss of each term before it is weighted, in their order. */
    public Map<Term.Words, Double> parts() {
        Map<Term.Words, Double> parts = new LinkedHashMap<>();
        figures.forEach((name, value) -> {
            if (value != null && Term.Words.isFigure(name)) {
                parts.put(DistillSpec.words(name), value);
            }
        });
        return parts;
    }

    @JsonValue
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("phase", phase);
        json.put("epoch", epoch);
        json.put("epochs", epochs);
        json.putAll(figures);
        json.put("sparsity", pruning.sparsity);
        json.put("layerSparsity", pruning.layerSparsity);
        json.put("pruned", pruning.pruned);
        json.put("seconds", seconds);
        if (waiting > 0) {
            json.put("waiting", waiting);
        }
        return json;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EpochRecord of(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>(json);
        Map<String, Double> layers = new LinkedHashMap<>();
        if (left.remove("layerSparsity") instanceof Map<?, ?> byLayer) {
            byLayer.forEach((layer, sparsity) -> layers.put(String.valueOf(layer), number(sparsity)));
        }
        String phase = String.valueOf(left.remove("phase"));
        int epoch = (int) number(left.remove("epoch"));
        int epochs = (int) number(left.remove("epochs"));
        Pruned pruning =
                new Pruned(number(left.remove("sparsity")), layers, Boolean.TRUE.equals(left.remove("pruned")));
        double seconds = number(left.remove("seconds"));
        double waiting = number(left.remove("waiting"));
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        left.forEach((name, value) -> figures.put(name, value == null ? null : (Double) number(value)));
        return new EpochRecord(phase, epoch, epochs, figures, pruning, seconds, waiting);
    }

    /** JSON has no NaN, which is therefore a text. */
    private static double number(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        return value instanceof Number number ? number.doubleValue() : Double.parseDouble(value.toString());
    }
}
