package dev.alambic.data.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model is at each of several tasks.
 *
 * @param samples number of samples
 * @param meanScore mean of what the tasks are chosen by, each counting the same: accuracy, macro AUC, R²
 * @param tasks the metrics of each task by its name
 */
public record MultiTaskMetrics(int samples, double meanScore, Map<String, TaskMetrics> tasks) implements TaskMetrics {

    public MultiTaskMetrics {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    }

    /** Returns the metrics of tasks by their names; at least one. */
    public static MultiTaskMetrics of(int samples, Map<String, ? extends TaskMetrics> tasks) {
        double mean =
                tasks.values().stream().mapToDouble(TaskMetrics::main).average().orElseThrow();
        return new MultiTaskMetrics(samples, mean, new LinkedHashMap<>(tasks));
    }

    @Override
    public Map<Measure, Double> all() {
        return Map.of(Measure.MEAN_SCORE, meanScore);
    }

    @Override
    public Map<Measure, Double> few() {
        return all();
    }

    /** Returns the mean, and {@code task.figure} of each task. */
    @Override
    public Map<String, Double> allByKey() {
        return byTask(TaskMetrics.super.allByKey(), false);
    }

    @Override
    public Map<String, Double> fewByKey() {
        return byTask(TaskMetrics.super.fewByKey(), true);
    }

    private Map<String, Double> byTask(Map<String, Double> own, boolean few) {
        Map<String, Double> figures = new LinkedHashMap<>(own);
        tasks.forEach((name, metrics) -> (few ? metrics.fewByKey() : metrics.allByKey())
                .forEach((figure, value) -> figures.put(name + "." + figure, value)));
        return figures;
    }
}
