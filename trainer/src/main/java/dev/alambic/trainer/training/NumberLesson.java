package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.TermSpec;
import java.util.List;
import java.util.Set;

/**
 * Learns numbers, compared as {@code (y - mean) / deviation} by the samples learnt from, so that targets of any unit
 * count the same; the score is R².
 */
final class NumberLesson implements Lesson {

    private final Standardization scale;
    private final float[] mean;
    private final float[] inverse;
    private final NumberLoss loss;

    private NumberLesson(Standardization scale, NumberLoss loss) {
        this.scale = scale;
        this.loss = loss;
        this.mean = new float[scale.mean().size()];
        this.inverse = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = scale.mean().get(i);
            inverse[i] = 1 / scale.scale().get(i);
        }
    }

    static NumberLesson of(Targets.Numbers train, TrainingJob job) {
        return new NumberLesson(Standardization.of(train), job.spec().numberLoss());
    }

    @Override
    public int width() {
        return mean.length;
    }

    @Override
    public Objective objective(TrainingJob job, TermSpec.Pairing pairing) {
        DistillSpec distill = job.distill();
        if (distill != null && job.byLayer() != null) {
            return distill.byLayer(job.byLayer(), job.spec().epochs(), true, pairing, List.of());
        }
        return distill == null ? Objective.ofNumbers(loss) : distill.numbers(loss, pairing);
    }

    @Override
    public Set<String> figures() {
        return DistillSpec.figuresOfNumbers();
    }

    @Override
    public Measure measure() {
        return Measure.R2;
    }

    @Override
    public void write(Dataset data, int sample, float[] target, int offset) {
        Targets.Numbers truth = numbers(data);
        for (int t = 0; t < mean.length; t++) {
            target[offset + t] =
                    (truth.value(sample, t) - mean[t]) / scale.scale().get(t);
        }
    }

    private static Targets.Numbers numbers(Dataset data) {
        if (data.targets() instanceof Targets.Numbers numbers) {
            return numbers;
        }
        throw new IllegalStateException(data.name() + ": no numbers (was " + data.targets() + ")");
    }

    @Override
    public NDArray comparable(NDArray answers, NDManager step) {
        return answers.reshape(-1, mean.length).sub(step.create(mean)).mul(step.create(inverse));
    }

    @Override
    public void makeComparable(float[] answers, int count) {
        for (int i = 0; i < count * mean.length; i++) {
            int t = i % mean.length;
            answers[i] = (answers[i] - mean[t]) / scale.scale().get(t);
        }
    }

    /** 1 less the mean squared error in units of the targets' own variance. */
    @Override
    public Score score() {
        return new Score() {
            private double squares;
            private long samples;

            @Override
            public void add(Dataset data, int[] indices, float[] answers) {
                float[] truth = new float[mean.length];
                samples += indices.length;
                for (int i = 0; i < indices.length; i++) {
                    write(data, indices[i], truth, 0);
                    for (int t = 0; t < mean.length; t++) {
                        double error = answers[i * mean.length + t] - truth[t];
                        squares += error * error / mean.length;
                    }
                }
            }

            @Override
            public double value() {
                return 1 - squares / samples;
            }
        };
    }

    @Override
    public Evaluation evaluate(float[] answers, Dataset data) {
        if (data.size() == 0) {
            return new Evaluation(Double.NaN, Double.NaN);
        }
        float[] comparable = answers.clone();
        makeComparable(comparable, data.size());
        float[] truth = new float[mean.length];
        double sum = 0;
        for (int i = 0; i < data.size(); i++) {
            write(data, i, truth, 0);
            for (int t = 0; t < mean.length; t++) {
                double error = comparable[i * mean.length + t] - truth[t];
                sum += error * error / mean.length;
            }
        }
        double r2 = RegressionMetrics.of(answers, numbers(data)).r2();
        return new Evaluation(sum / data.size(), r2);
    }
}
