package dev.alambic.trainer.experiment;

import dev.alambic.trainer.recipe.DistillSpec;
import dev.alambic.trainer.recipe.ExperimentSpec;
import dev.alambic.trainer.recipe.PruneSpec;
import dev.alambic.trainer.recipe.StudentSpec;
import dev.alambic.trainer.recipe.TeacherSpec;
import dev.alambic.trainer.recipe.TrainingSpec;
import dev.alambic.trainer.training.TrainingJob;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/** What an experiment does, whether it was written as a recipe or in Java. */
@RecordBuilder
record Plan(
        String name,
        long seed,
        @Nullable TeacherSource teacher,
        @Nullable Blueprint student,
        TrainingSpec training,
        @Nullable DistillSpec distill,
        @Nullable PruneSpec prune)
        implements PlanBuilder.With {

    static Plan of(ExperimentSpec spec) {
        TeacherSpec teacher = spec.teacher();
        StudentSpec student = spec.student();
        if (student == null) {
            return new Plan(
                    spec.name(),
                    spec.seed(),
                    teacher == null ? null : TeacherSource.of(teacher),
                    null,
                    TrainingSpec.defaults(),
                    null,
                    null);
        }
        return new Plan(
                spec.name(),
                spec.seed(),
                teacher == null ? null : TeacherSource.of(teacher),
                Blueprint.of(student.network()),
                student.training(),
                student.distill(),
                student.prune());
    }

    TrainingJob studentJob() {
        return new TrainingJob(TrainingJob.STUDENT, training, distill, prune, seed);
    }

    Plan withStudent(Blueprint newStudent, TrainingSpec newTraining) {
        return new Plan(name, seed, teacher, newStudent, newTraining, distill, prune);
    }
}
