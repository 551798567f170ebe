package dev.alambic.data.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a classifier says of one sample.
 *
 * @param label name of the most probable class
 * @param probability of that class, 0 to 1
 * @param probabilities of all classes by name, in the order of the model's output
 */
public record Prediction(String label, double probability, Map<String, Double> probabilities) implements TaskAnswer {

    public Prediction {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    /** Returns what logits of classes of these names say; classes without a name are called by their number. */
    static Prediction of(float[] logits, List<String> names) {
        double[] probability = softmax(logits);
        Map<String, Double> byName = new LinkedHashMap<>();
        int best = 0;
        for (int c = 0; c < probability.length; c++) {
            byName.put(name(names, c), probability[c]);
            best = probability[c] > probability[best] ? c : best;
        }
        return new Prediction(name(names, best), probability[best], byName);
    }

    /** Returns the name of an output, or its number where it has none. */
    static String name(List<String> names, int index) {
        return index < names.size() ? names.get(index) : Integer.toString(index);
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] probability = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probability[i] = Math.exp(logits[i] - max);
            sum += probability[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probability[i] /= sum;
        }
        return probability;
    }
}
