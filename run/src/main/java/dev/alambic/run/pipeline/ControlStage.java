package dev.alambic.run.pipeline;

import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.ModelCost;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.ControlRecord;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.GraphChange;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import java.util.Objects;

/**
 * Trains the student once more, from the same first weights by the same batches, but without its teacher, to see
 * whether the teacher is worth it. That model is not kept.
 */
record ControlStage(Teller teller, Recipe recipe, EngineOptions engine, GraphChange change) {

    /** Multiplications of a whole training that take some ten seconds. */
    private static final double LITTLE = 5e10;
    /** Forward, and backward to inputs and to weights. */
    private static final int PASSES = 3;

    /** Returns whether the recipe asks for it, or lets it be and it takes little. */
    boolean isAsked(Splits splits) {
        return switch (recipe.control()) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> isTaught(splits) && work(splits) <= LITTLE;
        };
    }

    private boolean isTaught(Splits splits) {
        StudentSpec student = recipe.student();
        return student != null
                && student.distill() != null
                && splits.train().labelled().size() > 0;
    }

    private double work(Splits splits) {
        OnnxModel student = OnnxModel.read(teller.folder().model(ModelNames.STUDENT));
        long macs = ModelCost.of(student, SampleFeeds.of(student, splits.test()).batch(0, 1))
                .macs();
        int epochs = Objects.requireNonNull(recipe.student()).training().epochs();
        return (double) macs * splits.train().size() * epochs * PASSES;
    }

    /** What the student starts from, which is there by now. */
    private TeacherSpec teacherOfRun() {
        TeacherSpec defaults = TeacherSpec.defaults();
        return new TeacherSpec(
                teller.folder().model(ModelNames.TEACHER).toString(), defaults.network(), defaults.training());
    }

    boolean isDone() {
        return teller.folder().has(RunFile.CONTROL);
    }

    /** @param taught quality of the student on the test split */
    void run(TaskMetrics taught, Splits splits) {
        teller.step(Stage.CONTROL, "training the student without its teacher");
        StudentSpec student = Objects.requireNonNull(recipe.student());
        ExperimentSpec alone = new ExperimentSpec(
                recipe.name(),
                recipe.seed(),
                student.network() instanceof NetworkSpec.Teacher ? teacherOfRun() : null,
                student.withCourse(new Course.Once()).withDistill(null));
        RunOptions options = RunOptions.defaults()
                .withEngine(engine)
                .withThinning(new DataThinning(splits.train()))
                .withChange(change);
        TaskMetrics found = Objects.requireNonNull(
                Experiment.run(alone, splits, options).student().test());
        ControlRecord control = ControlRecord.of(taught, found);
        teller.folder().writeJson(RunFile.CONTROL, control);
        teller.step(Stage.CONTROL, control.sentence());
    }
}
