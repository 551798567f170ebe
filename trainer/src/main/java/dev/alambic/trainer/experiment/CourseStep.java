package dev.alambic.trainer.experiment;

import dev.alambic.data.answer.TaskMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One network of a student's course.
 *
 * @param phase that of its epochs: {@code generation-1}, {@code assistant-1}, {@code student}
 * @param by whom it learnt from: {@code teacher}, or another phase; empty if from nobody
 * @param weights that were trained
 * @param validation the score that it was chosen by; NaN without a validation split
 * @param test quality on the test split; null if that is empty
 * @param kept whether it is the student in the end
 * @param notes what should be known of it
 */
public record CourseStep(
        String phase,
        String by,
        long weights,
        double validation,
        @Nullable TaskMetrics test,
        boolean kept,
        List<String> notes) {

    public CourseStep {
        notes = List.copyOf(notes);
    }
}
