package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.TermSpec;
import java.util.Set;

/** Learns several labels by logits, each for itself; the score is the macro AUC. */
record LabelLesson(int width, double smoothing) implements Lesson {

    static LabelLesson of(Dataset train, TrainingJob job) {
        return new LabelLesson(train.targets().names().size(), job.spec().labelSmoothing());
    }

    @Override
    public Objective objective(TrainingJob job, TermSpec.Pairing pairing) {
        DistillSpec distill = job.distill();
        if (distill != null && job.byLayer() != null) {
            return distill.labelsByLayer(job.byLayer(), job.spec().epochs(), pairing);
        }
        return distill == null ? Objective.ofFlags() : distill.labels(pairing);
    }

    @Override
    public Set<String> figures() {
        return DistillSpec.figures();
    }

    @Override
    public Measure measure() {
        return Measure.MACRO_AUC;
    }

    @Override
    public void write(Dataset data, int sample, float[] target, int offset) {
        Targets.Labels truth = labels(data);
        for (int label = 0; label < width; label++) {
            target[offset + label] = (float) ((1 - smoothing) * (truth.has(sample, label) ? 1 : 0) + smoothing / 2);
        }
    }

    private static Targets.Labels labels(Dataset data) {
        if (data.targets() instanceof Targets.Labels labels) {
            return labels;
        }
        throw new IllegalStateException(data.name() + ": no labels (was " + data.targets() + ")");
    }

    @Override
    public NDArray comparable(NDArray answers, NDManager step) {
        return answers;
    }

    @Override
    public void makeComparable(float[] answers, int count) {
        // logits are compared as they are
    }

    @Override
    public Score score() {
        return new LabelScore(width);
    }

    @Override
    public Evaluation evaluate(float[] answers, Dataset data) {
        if (data.size() == 0) {
            return new Evaluation(Double.NaN, Double.NaN);
        }
        MultiLabelMetrics metrics = MultiLabelMetrics.of(answers, labels(data));
        return new Evaluation(metrics.crossEntropy(), metrics.macroAuc());
    }
}
