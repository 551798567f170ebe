package dev.alambic.data.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model is at each of several tasks.
 *
 * @param samples number of samples
 * @param tasks the metrics of each task by its name
 */
public record MultiTaskMetrics(int samples, Map<String, TaskMetrics> tasks) implements TaskMetrics {

    public MultiTaskMetrics {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    }

    /** Returns the mean of what the tasks are chosen by, each counting the same. */
    public static double mean(Map<String, Double> scores) {
        return scores.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    @Override
    public Map<Measure, Double> all() {
        Map<String, Double> scores = new LinkedHashMap<>();
        tasks.forEach((name, metrics) -> scores.put(name, metrics.main()));
        return Map.of(Measure.MEAN_SCORE, mean(scores));
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
