package dev.alambic.data.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model of several labels says of one sample.
 *
 * @param labels those whose probability is above the threshold, in the order of the model's output; may be none
 * @param probabilities of each label by name, 0 to 1 each for itself, in the order of the model's output
 */
public record LabelPrediction(List<String> labels, Map<String, Double> probabilities) {

    public LabelPrediction {
        labels = List.copyOf(labels);
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }
}
