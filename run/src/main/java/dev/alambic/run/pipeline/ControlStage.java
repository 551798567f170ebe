package dev.alambic.run.pipeline;

import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Splits;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.ControlRecord;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.GraphChange;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.StudentSpec;
import java.util.Objects;

/**
 * Trains the student once more, from the same first weights by the same batches, but without its teacher, to see
 * whether the teacher is worth it. That model is not kept.
 */
record ControlStage(Teller teller, Recipe recipe, EngineOptions engine, GraphChange change) {

    boolean isDone() {
        return teller.folder().has(RunFile.CONTROL);
    }

    /** @param taught quality of the student on the test split */
    void run(TaskMetrics taught, Splits splits) {
        teller.step(Stage.CONTROL, "training the student without its teacher");
        StudentSpec student = Objects.requireNonNull(recipe.student());
        ExperimentSpec alone = new ExperimentSpec(recipe.name(), recipe.seed(), null, student.withCourse(new Course.Once()).withDistill(null));
        RunOptions options = RunOptions.defaults().withEngine(engine).withChange(change);
        TaskMetrics found = Objects.requireNonNull(
                Experiment.run(alone, splits, options).student().test());
        ControlRecord control = ControlRecord.of(taught, found);
        teller.folder().writeJson(RunFile.CONTROL, control);
        teller.step(Stage.CONTROL, control.sentence());
    }
}
