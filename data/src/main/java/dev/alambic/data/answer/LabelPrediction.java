package dev.alambic.data.answer;

import java.util.ArrayList;
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
public record LabelPrediction(List<String> labels, Map<String, Double> probabilities) implements TaskAnswer {

    public LabelPrediction {
        labels = List.copyOf(labels);
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    /**
     * Returns what logits of labels of these names say.
     *
     * @param threshold the probability above which a label is said
     */
    static LabelPrediction of(float[] logits, List<String> names, double threshold) {
        Map<String, Double> byName = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            String label = Prediction.name(names, i);
            double probability = 1 / (1 + Math.exp(-logits[i]));
            byName.put(label, probability);
            if (probability > threshold) {
                said.add(label);
            }
        }
        return new LabelPrediction(said, byName);
    }
}
