package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.spec.TermSpec;
import java.util.Set;

/**
 * How a network learns a task: what its answers are compared with, and how they are judged while it learns. Losses
 * compare in a space of their own: logits as they are, numbers standardized by the samples learnt from.
 */
sealed interface Lesson permits ClassLesson, LabelLesson, MultiTaskLesson, NumberLesson {

    /** Returns the lesson that a data set asks for. */
    static Lesson of(Dataset train, TrainingJob job) {
        if (train.targets() instanceof Targets.Several several) {
            return MultiTaskLesson.of(several, train, job);
        }
        if (train.targets() instanceof Targets.Labels) {
            return LabelLesson.of(train, job);
        }
        return train.targets() instanceof Targets.Numbers numbers
                ? NumberLesson.of(numbers, job)
                : ClassLesson.of(train, job);
    }

    /** Returns the number of values of an answer. */
    int width();

    /**
     * Returns the sum that a job makes smaller.
     *
     * @param pairing finds the values inside the models that its terms compare
     */
    Objective objective(TrainingJob job, TermSpec.Pairing pairing);

    /** Returns the names of the figures that every record has, null where there is no teacher. */
    Set<String> figures();

    /** Returns the figure that the epochs are chosen by. */
    Measure measure();

    /** Writes what the answer to a sample is compared with, from {@code target[offset]} on. */
    void write(Dataset data, int sample, float[] target, int offset);

    /** Brings answers of the network, [batch, values], to the space of the losses. */
    NDArray comparable(NDArray answers, NDManager step);

    /** Brings answers of a teacher, {@code count} rows, to the space of the losses, in place. */
    void makeComparable(float[] answers, int count);

    /** Returns an empty score of an epoch. */
    Score score();

    /**
     * Judges answers as the network gives them, [samples, values].
     *
     * @param data may be empty
     */
    Evaluation evaluate(float[] answers, Dataset data);
}
