package dev.alambic.data.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that a model says of one sample.
 *
 * @param numbers by target, in its units, in the order of the model's output
 */
public record NumberPrediction(Map<String, Double> numbers) implements TaskAnswer {

    public NumberPrediction {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    static NumberPrediction of(float[] numbers, List<String> targets) {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            byName.put(Prediction.name(targets, i), Regressor.asDecimal(numbers[i]));
        }
        return new NumberPrediction(byName);
    }
}
