package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Rule;
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
        boolean holds = !values.isEmpty() && values.stream().allMatch(value -> value >= 1);
        Rule.require(holds, component, "whole numbers from 1", values);
        return List.copyOf(values);
    }

    public static BenchSpec defaults() {
        return new BenchSpec(List.of(1, 32), List.of(1));
    }
}
