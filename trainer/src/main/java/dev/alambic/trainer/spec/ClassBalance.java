package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.onnx.message.Rule;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much the classes count beside each other, where the data have many samples of one and few of another. */
public sealed interface ClassBalance {

    /**
     * Returns the factor on each sample of a class.
     *
     * @param classes their names
     * @param counts samples of each
     * @return at least 0; empty = every sample counts the same
     * @throws IllegalArgumentException if a class that is named is not there
     */
    List<Double> factors(List<String> classes, int[] counts);

    /** As the data have them. */
    record None() implements ClassBalance {
        @Override
        public List<Double> factors(List<String> classes, int[] counts) {
            return List.of();
        }
    }

    /**
     * All alike: samples / (classes * samples of the class) (King and Zeng, Logistic Regression in Rare Events Data,
     * 2001, section 4.2).
     */
    record Balanced() implements ClassBalance {
        @Override
        public List<Double> factors(List<String> classes, int[] counts) {
            double samples = Arrays.stream(counts).sum();
            long present = Arrays.stream(counts).filter(count -> count > 0).count();
            return Arrays.stream(counts)
                    .mapToObj(count -> count == 0 ? 0 : samples / (present * count))
                    .toList();
        }
    }

    /**
     * As told.
     *
     * @param factors on each sample of a class, at least 0, by its name; 1 for classes that are not named
     */
    record ByClass(Map<String, Double> factors) implements ClassBalance {
        public ByClass {
            factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
            Rule.require(!factors.isEmpty(), "factors", "at least one class", "none");
            factors.values().forEach(factor -> Rule.atLeastZero("factors", factor));
        }

        @Override
        public List<Double> factors(List<String> classes, int[] counts) {
            for (String name : factors.keySet()) {
                if (!classes.contains(name)) {
                    throw new IllegalArgumentException(
                            "byClass: the data have no class '" + name + "'" + Nearest.hint(name, classes));
                }
            }
            return classes.stream().map(name -> factors.getOrDefault(name, 1.0)).toList();
        }
    }
}
