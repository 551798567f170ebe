package dev.alambic.bench.quality;

import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Quality;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.MultiTask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered to samples, one row a sample. The rows of a classifier are logits, or probabilities that sum to
 * one, which are told by their values.
 */
public final class Answers {
    /** Probabilities rounded to eight bits may miss one by this. */
    private static final double ROUNDING = 0.02;

    private static final double LEAST_PROBABILITY = 1e-12;

    private final float[] values;
    private final int samples;
    private final int width;
    /** Logarithms of probabilities [samples, width]; null for what is no classifier. */
    private final double @Nullable [] logs;
    /** Whether each value is a number of its own, which no angle tells anything of. */
    private final boolean numbers;

    private Answers(float[] values, int samples, boolean classes, boolean numbers) {
        if (samples < 1 || values.length % samples != 0) {
            throw new IllegalArgumentException(
                    "answers: rows of one length (expected " + samples + " rows, was " + values.length + " values)");
        }
        this.values = values;
        this.samples = samples;
        this.width = values.length / samples;
        this.logs = classes ? logarithms() : null;
        this.numbers = numbers;
    }

    /**
     * Returns the answers of a classifier.
     *
     * @param values logits or probabilities [samples, classes]
     */
    public static Answers ofClasses(float[] values, int samples) {
        return new Answers(values.clone(), samples, true, false);
    }

    /**
     * Returns the answers of a model that is no classifier.
     *
     * @param values [samples, ...]
     */
    public static Answers ofValues(float[] values, int samples) {
        return new Answers(values.clone(), samples, false, false);
    }

    /**
     * Returns the answers of a regression, or of a model of several labels.
     *
     * @param values [samples, targets], in the units of the targets, or logits [samples, labels]
     */
    public static Answers ofNumbers(float[] values, int samples) {
        return new Answers(values.clone(), samples, false, true);
    }

    /**
     * Returns the answers of a classifier of two classes that tells the probability of the second alone.
     *
     * @param second probabilities, 0 to 1 [samples]
     */
    public static Answers ofProbabilities(float[] second) {
        float[] both = new float[2 * second.length];
        for (int i = 0; i < second.length; i++) {
            both[2 * i] = 1 - second[i];
            both[2 * i + 1] = second[i];
        }
        return new Answers(both, second.length, true, false);
    }

    private double[] logarithms() {
        boolean probabilities = true;
        for (int row = 0; row < samples && probabilities; row++) {
            probabilities = sumsToOne(row);
        }
        double[] made = new double[values.length];
        for (int row = 0; row < samples; row++) {
            int start = row * width;
            for (int i = start; i < start + width; i++) {
                made[i] = probabilities ? Math.log(Math.max(LEAST_PROBABILITY, values[i])) : values[i];
            }
            double sum = logSumExp(made, start);
            for (int i = start; i < start + width; i++) {
                made[i] -= sum;
            }
        }
        return made;
    }

    private boolean sumsToOne(int row) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            if (!(values[i] >= 0)) {
                return false;
            }
            sum += values[i];
        }
        return Math.abs(sum - 1) <= ROUNDING;
    }

    private double logSumExp(double[] logits, int start) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + width; i++) {
            largest = Math.max(largest, logits[i]);
        }
        double sum = 0;
        for (int i = start; i < start + width; i++) {
            sum += Math.exp(logits[i] - largest);
        }
        return largest + Math.log(sum);
    }

    /**
     * Returns how good these answers are.
     *
     * @param labels true classes, empty if there are none
     * @param baseline answers to the same samples, null if these are the baseline's
     */
    public Quality quality(List<Integer> labels, @Nullable Answers baseline) {
        ClassificationMetrics metrics = labels.isEmpty() ? null : metrics(labels);
        return new Quality(
                samples,
                metrics == null ? null : metrics.accuracy(),
                metrics == null ? null : metrics.expectedCalibrationError(),
                baseline == null ? null : likeness(baseline),
                null,
                null);
    }

    /**
     * Returns how good these answers are.
     *
     * @param targets of the samples
     * @param baseline answers to the same samples, null if these are the baseline's
     */
    public Quality quality(Targets targets, @Nullable Answers baseline) {
        if (targets instanceof Targets.Several several) {
            return ofTasks(MultiTask.of(several), baseline);
        }
        if (targets instanceof Targets.Classes classes) {
            return quality(Arrays.stream(classes.labels()).boxed().toList(), baseline);
        }
        if (targets instanceof Targets.Labels labels) {
            MultiLabelMetrics metrics = MultiLabelMetrics.of(values, labels);
            return new Quality(
                    samples,
                    null,
                    null,
                    baseline == null ? null : likeness(baseline),
                    null,
                    new Quality.Labels(metrics.macroAuc(), metrics.macroF1(), metrics.microF1(), metrics.exactMatch()));
        }
        RegressionMetrics metrics = RegressionMetrics.of(values, (Targets.Numbers) targets);
        return new Quality(
                samples,
                null,
                null,
                baseline == null ? null : likeness(baseline),
                new Quality.Numbers(metrics.r2(), metrics.mae(), metrics.rmse()),
                null);
    }

    private Quality ofTasks(MultiTask several, @Nullable Answers baseline) {
        Map<String, Quality> tasks = new LinkedHashMap<>();
        several.parts().forEach((name, part) -> {
            Answers other = baseline == null ? null : baseline.of(part);
            tasks.put(name, of(part).quality(part.targets().targets(), other));
        });
        return new Quality(samples, null, null, baseline == null ? null : likeness(baseline), null, null, tasks);
    }

    private Answers of(MultiTask.Part part) {
        float[] own = part.of(values, samples);
        return part.targets().targets() instanceof Targets.Classes ? ofClasses(own, samples) : ofNumbers(own, samples);
    }

    private ClassificationMetrics metrics(List<Integer> labels) {
        if (logs == null) {
            throw new IllegalArgumentException("labels are for a classifier, whose answers are rows of classes");
        }
        float[] logits = new float[logs.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) logs[i];
        }
        return ClassificationMetrics.of(
                logits, labels.stream().mapToInt(Integer::intValue).toArray(), width);
    }

    /** Returns how like they are; null if one has other numbers of samples or values than the other. */
    private @Nullable Likeness likeness(Answers baseline) {
        if (samples != baseline.samples || width != baseline.width) {
            return null;
        }
        boolean both = logs != null && baseline.logs != null;
        return new Likeness(
                both ? agreement(baseline) : null,
                both ? finite(divergence(baseline)) : null,
                both || width == 1 || numbers ? null : finite(cosine(baseline)),
                both ? null : finite(relativeError(baseline)));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    private double agreement(Answers baseline) {
        int same = 0;
        for (int row = 0; row < samples; row++) {
            same += top(row) == baseline.top(row) ? 1 : 0;
        }
        return same / (double) samples;
    }

    /** Of equal ones the first counts. */
    private int top(int row) {
        int top = row * width;
        for (int i = top; i < (row + 1) * width; i++) {
            top = values[i] > values[top] ? i : top;
        }
        return top - row * width;
    }

    private double divergence(Answers baseline) {
        if (logs == null || baseline.logs == null) {
            throw new AssertionError("bug: divergence is of classifiers");
        }
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            sum += Math.exp(baseline.logs[i]) * (baseline.logs[i] - logs[i]);
        }
        return Math.max(0, sum / samples);
    }

    private double cosine(Answers baseline) {
        double sum = 0;
        for (int row = 0; row < samples; row++) {
            double dot = 0;
            double own = 0;
            double other = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                dot += (double) values[i] * baseline.values[i];
                own += (double) values[i] * values[i];
                other += (double) baseline.values[i] * baseline.values[i];
            }
            sum += own == 0 && other == 0 ? 1 : own == 0 || other == 0 ? 0 : dot / Math.sqrt(own * other);
        }
        return sum / samples;
    }

    private double relativeError(Answers baseline) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < values.length; i++) {
            double apart = (double) values[i] - baseline.values[i];
            difference += apart * apart;
            size += (double) baseline.values[i] * baseline.values[i];
        }
        return difference == 0 ? 0 : Math.sqrt(difference / size);
    }
}
