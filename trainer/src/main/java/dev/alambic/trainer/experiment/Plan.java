package dev.alambic.trainer.experiment;

import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.training.TrainingJob;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an experiment does, whether it was written as a recipe or in Java. */
@RecordBuilder
record Plan(
        String name,
        long seed,
        @Nullable TeacherSource teacher,
        TeacherSource.@Nullable Untrained student,
        @Nullable DistillSpec distill,
        @Nullable PruneSpec prune,
        Course course)
        implements PlanBuilder.With {

    static Plan of(ExperimentSpec spec) {
        TeacherSpec teacher = spec.teacher();
        TeacherSource one = teacher == null ? null : TeacherSource.of(teacher);
        TeacherSource source = spec.teachers().isEmpty() ? one : TeacherSource.of(spec.teachers(), spec.vote());
        StudentSpec student = spec.student();
        return student == null
                ? new Plan(spec.name(), spec.seed(), source, null, null, null, new Course.Once())
                : new Plan(
                        spec.name(),
                        spec.seed(),
                        source,
                        new TeacherSource.Untrained(Blueprint.of(student.network()), student.training()),
                        student.distill(),
                        student.prune(),
                        student.course());
    }

    /**
     * Returns how the student is trained, if there is one.
     *
     * @throws IllegalArgumentException if its parts do not fit together
     */
    Optional<TrainingJob> studentJob() {
        return Optional.ofNullable(student)
                .map(untrained -> new TrainingJob(
                        TrainingJob.STUDENT,
                        untrained.training(),
                        distill,
                        prune,
                        seed,
                        course instanceof Course.LayerByLayer byLayer ? byLayer : null));
    }
}
