package dev.alambic.report.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers that models answered with on the test split, beside the true ones.
 *
 * @param models by name; of each the targets in the order of the output
 */
public record Predictions(Map<String, List<Target>> models) {

    /** Samples that are kept of each model, spread evenly. */
    public static final int MOST_SAMPLES = 400;

    /**
     * One target.
     *
     * @param truth in the unit of the target, of samples in the order of the split
     * @param answers to the same samples
     */
    public record Target(String name, List<Double> truth, List<Double> answers) {
        public Target {
            truth = List.copyOf(truth);
            answers = List.copyOf(answers);
            if (truth.size() != answers.size()) {
                throw new IllegalArgumentException(name + ": one answer a true number (expected " + truth.size()
                        + ", was " + answers.size() + ")");
            }
        }
    }

    public Predictions {
        Map<String, List<Target>> copy = new LinkedHashMap<>();
        models.forEach((model, targets) -> copy.put(model, List.copyOf(targets)));
        models = Collections.unmodifiableMap(copy);
    }

    /** Returns the indices of the samples to keep of so many. */
    public static List<Integer> kept(int samples) {
        int count = Math.min(samples, MOST_SAMPLES);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kept.add((int) ((long) i * samples / count));
        }
        return kept;
    }
}
