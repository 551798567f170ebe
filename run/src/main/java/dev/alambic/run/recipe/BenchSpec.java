package dev.alambic.run.recipe;

import java.util.List;

/**
 * How the models are measured side by side.
 *
 * @param batches samples a call
 * @param threads threads of the runtime
 */
public record BenchSpec(List<Integer> batches, List<Integer> threads) {

    public BenchSpec {
        batches = positive("batches", batches);
        threads = positive("threads", threads);
    }

    private static List<Integer> positive(String component, List<Integer> values) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 1)) {
            throw new IllegalArgumentException(
                    component + ": out of range (expected whole numbers from 1, was " + values + ")");
        }
        return List.copyOf(values);
    }

    public static BenchSpec defaults() {
        return new BenchSpec(List.of(1, 32), List.of(1));
    }
}
