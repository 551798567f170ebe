package dev.alambic.data.answer;

import dev.alambic.data.set.Targets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How far numbers lie from the true ones. The figures of several targets are the means of their own, each target
 * counting the same.
 *
 * @param samples number of samples n
 * @param r2 coefficient of determination, 1 - sum of squared errors / sum of squares about the mean of the true values:
 *     1 is perfect, 0 as good as always answering that mean. Of true values that are all equal it is 1 if every answer
 *     is right, else 0
 * @param mae mean absolute error, in the unit of the target
 * @param rmse root of the mean squared error, in the unit of the target
 * @param perTarget the same of each target, in the order of the output
 */
public record RegressionMetrics(int samples, double r2, double mae, double rmse, List<TargetScore> perTarget)
        implements TaskMetrics {

    /**
     * The scores of one target, in its unit but for R².
     *
     * @param bias mean of answer - truth
     * @param largestError greatest absolute error
     * @param mean of the true values
     * @param deviation standard deviation of the true values (divisor n), the RMSE of always answering their mean
     */
    public record TargetScore(
            String target,
            double r2,
            double mae,
            double rmse,
            double bias,
            double largestError,
            double mean,
            double deviation) {}

    public RegressionMetrics {
        perTarget = List.copyOf(perTarget);
    }

    /**
     * Returns the metrics of answers [samples, targets] in rows.
     *
     * @throws IllegalArgumentException if there are no samples, or the lengths do not fit
     */
    public static RegressionMetrics of(float[] answers, Targets.Numbers truth) {
        int width = truth.names().size();
        if (truth.size() == 0 || answers.length != (long) truth.size() * width) {
            throw new IllegalArgumentException("answers: one row a sample (expected " + truth.size() + " x " + width
                    + " and at least one, was " + answers.length + " values)");
        }
        List<TargetScore> scores = new ArrayList<>();
        for (int target = 0; target < width; target++) {
            scores.add(score(answers, truth, target));
        }
        return new RegressionMetrics(
                truth.size(),
                mean(scores, TargetScore::r2),
                mean(scores, TargetScore::mae),
                mean(scores, TargetScore::rmse),
                scores);
    }

    private static double mean(List<TargetScore> scores, ToDoubleFunction<TargetScore> part) {
        return scores.stream().mapToDouble(part).average().orElseThrow();
    }

    private static TargetScore score(float[] answers, Targets.Numbers truth, int target) {
        int n = truth.size();
        int width = truth.names().size();
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += truth.value(i, target);
        }
        mean /= n;
        double absolute = 0;
        double squares = 0;
        double bias = 0;
        double largest = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            double error = (double) answers[i * width + target] - truth.value(i, target);
            absolute += Math.abs(error);
            squares += error * error;
            bias += error;
            largest = Math.max(largest, Math.abs(error));
            total += (truth.value(i, target) - mean) * (truth.value(i, target) - mean);
        }
        return new TargetScore(
                truth.names().get(target),
                determination(squares, total),
                absolute / n,
                Math.sqrt(squares / n),
                bias / n,
                largest,
                mean,
                Math.sqrt(total / n));
    }

    private static double determination(double squares, double total) {
        if (total == 0) {
            return squares == 0 ? 1 : 0;
        }
        return 1 - squares / total;
    }

    @Override
    public Map<Measure, Double> all() {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        figures.put(Measure.R2, r2);
        figures.put(Measure.MAE, mae);
        figures.put(Measure.RMSE, rmse);
        return figures;
    }

    @Override
    public Map<Measure, Double> few() {
        return all();
    }
}
