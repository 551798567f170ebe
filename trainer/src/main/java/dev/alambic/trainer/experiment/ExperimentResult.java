package dev.alambic.trainer.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an experiment.
 *
 * @param teacher null if the student learnt from the labels alone; of two students that learnt from each other the one
 *     that was not kept
 * @param course the networks that came one after another, in their order; empty where there is the student alone
 */
public record ExperimentResult(@Nullable TrainedModel teacher, TrainedModel student, List<CourseStep> course) {

    public ExperimentResult {
        course = List.copyOf(course);
    }
}
