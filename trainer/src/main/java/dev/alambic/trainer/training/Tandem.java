package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.trainer.loss.Tap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two networks that learn from the same batches at once: the student from the teacher as it is in that step and, if
 * both learn from each other, the teacher from the student (Zhang, Xiang, Hospedales and Lu, Deep mutual learning, CVPR
 * 2018, section 3.1). What one learns from the other is what that gives in its own forward pass of the step, without a
 * gradient of its own, so that asking costs nothing; where the paper updates one before the other answers again, both
 * are updated after both have answered.
 *
 * @param inputs makes the inputs of the teacher
 * @param mutual whether the teacher learns from the student too
 */
record Tandem(Learner teacher, ModelInputs inputs, Learner student, boolean mutual) {

    /** The losses of one batch. */
    record Losses(double teacher, double student) {}

    /** As {@link Learner#learn}, for both. */
    Losses learn(BatchFeed feed, int epoch, int[] indices, double share, EpochTotals ofTeacher, EpochTotals ofStudent) {
        try (NDScope scope = new NDScope();
                NDManager step = student.manager().newSubManager()) {
            scope.suppressNotUsedWarning();
            NDList samples = feed.inputs(epoch, indices, step);
            NDArray labels = feed.labels(indices, step);
            Learner.Learnt taught;
            Learner.Learnt learnt;
            try (GradientCollector collector = student.collector()) {
                Learner.Answer first = teacher.answer(feed.inputsOf(inputs, samples, indices.length, step), step);
                Learner.Answer second = student.answer(samples, step);
                learnt = student.learnt(second, labels, first.logits().stopGradient(), taps(first), step);
                taught = teacher.learnt(first, labels, asked(second), Map.of(), step);
                collector.backward(
                        Learner.shared(learnt.loss().total().add(taught.loss().total()), share, step));
            }
            return new Losses(
                    Learner.note(taught, feed, indices, ofTeacher), Learner.note(learnt, feed, indices, ofStudent));
        }
    }

    private @Nullable NDArray asked(Learner.Answer student) {
        return mutual ? student.logits().stopGradient() : null;
    }

    private static Map<Tap, NDArray> taps(Learner.Answer teacher) {
        Map<Tap, NDArray> taps = new LinkedHashMap<>();
        teacher.taps().forEach((value, array) -> taps.put(Tap.teacher(value), array.stopGradient()));
        return taps;
    }
}
