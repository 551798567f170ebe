package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.trainer.loss.HardLabels;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.TermSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Learns classes by logits; the score is the accuracy. */
record ClassLesson(int width, double smoothing, List<Double> classWeights) implements Lesson {

    static ClassLesson of(Dataset train, TrainingJob job) {
        List<Double> factors = job.spec().classWeights().factors(train.classes(), train.classCounts());
        boolean whole = train.labelled().size() == train.size();
        return new ClassLesson(
                train.classes().size(),
                job.spec().labelSmoothing(),
                factors.isEmpty() && !whole
                        ? Collections.nCopies(train.classes().size(), 1.0) // the mean is that of the labelled
                        : factors);
    }

    @Override
    public Objective objective(TrainingJob job, TermSpec.Pairing pairing) {
        DistillSpec distill = job.distill();
        if (distill != null && job.byLayer() != null) {
            return distill.byLayer(job.byLayer(), job.spec().epochs(), false, pairing, classWeights);
        }
        return distill == null ? Objective.ofLabels(classWeights) : distill.objective(pairing, classWeights);
    }

    @Override
    public Set<String> figures() {
        return DistillSpec.figures();
    }

    @Override
    public Measure measure() {
        return Measure.ACCURACY;
    }

    @Override
    public void write(Dataset data, int sample, float[] target, int offset) {
        if (data.label(sample) == Targets.UNLABELLED) {
            Arrays.fill(target, offset, offset + width, 0);
        } else {
            HardLabels.write(data.label(sample), width, smoothing, target, offset);
        }
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
        return new Score() {
            private long correct;
            private long judged;

            @Override
            public void add(Dataset data, int[] indices, float[] answers) {
                for (int i = 0; i < indices.length; i++) {
                    int label = data.label(indices[i]);
                    judged += label == Targets.UNLABELLED ? 0 : 1;
                    correct += Evaluation.argMax(answers, i * width, width) == label ? 1 : 0;
                }
            }

            @Override
            public double value() {
                return (double) correct / judged;
            }
        };
    }

    @Override
    public Evaluation evaluate(float[] answers, Dataset data) {
        return Evaluation.of(answers, data);
    }
}
