package dev.alambic.data.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a classifier says of one sample.
 *
 * @param label name of the most probable class
 * @param probability of that class, 0 to 1
 * @param probabilities of all classes by name, in the order of the model's output
 */
public record Prediction(String label, double probability, Map<String, Double> probabilities) {

    public Prediction {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }
}
