package dev.alambic.run.pipeline;

import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Splits;
import dev.alambic.data.text.SeenVocabulary;
import dev.alambic.exporter.ExportOptions;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.Version;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.CourseRecord;
import dev.alambic.run.folder.History;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.recipe.ExportSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.ExperimentResult;
import dev.alambic.trainer.experiment.GraphChange;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.experiment.TrainedModel;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.training.TrainingListener;
import java.util.List;
import java.util.Objects;

/** Trains teacher and student, or the teacher alone, and writes them as ONNX. */
record TrainingStage(Teller teller, Recipe recipe, EngineOptions engine, GraphChange change) {

    /** Trains what {@code names} are: teacher and student, or the teacher alone. */
    void run(List<String> names, Splits splits) {
        RunOptions options = options(
                new TrainingTeller(History.open(teller.folder().file(RunFile.HISTORY)), teller.listener()), splits);
        if (!names.contains(ModelNames.STUDENT)) {
            write(Experiment.teacher(recipe.experiment(), splits, options), splits);
            return;
        }
        ExperimentResult result = Experiment.run(recipe.experiment(), splits, options);
        if (result.teacher() != null) {
            write(result.teacher(), splits);
        }
        if (!result.course().isEmpty()) {
            CourseRecord course = CourseRecord.of(result.course(), measure(result.student()));
            teller.folder().writeJson(RunFile.COURSE, course);
            course.sentences().forEach(sentence -> teller.step(Stage.TRAINING, sentence));
        }
        write(result.student(), splits);
    }

    /** Returns the figure by which the epochs of a model were chosen. */
    private static Measure measure(TrainedModel trained) {
        return trained.history().get(0).measure();
    }

    /** Returns a model that was trained to its end, exported anew; its checkpoint leaves nothing to train. */
    OnnxModel again(String name, Splits splits) {
        RunOptions options = options(TrainingListener.NONE, splits);
        StudentSpec student = recipe.student();
        boolean alone = student == null || !(student.course() instanceof Course.Together);
        if (name.equals(ModelNames.TEACHER) && alone) {
            return finished(Experiment.teacher(recipe.experiment(), splits, options), splits);
        }
        ExperimentResult both = Experiment.run(recipe.experiment(), splits, options);
        TrainedModel trained = name.equals(ModelNames.TEACHER) ? both.teacher() : both.student();
        return finished(Objects.requireNonNull(trained), splits);
    }

    private RunOptions options(TrainingListener listener, Splits splits) {
        return RunOptions.defaults()
                .withEngine(engine)
                .withListener(listener)
                .withCheckpoints(teller.folder().checkpoints())
                .withThinning(new DataThinning(splits.train()))
                .withChange(change)
                .withExport(ExportOptions.defaults().withOpset(recipe.export().opset()));
    }

    private void write(TrainedModel trained, Splits splits) {
        teller.write(trained.name(), finished(trained, splits));
    }

    private OnnxModel finished(TrainedModel trained, Splits splits) {
        OnnxModel model = described(trained.model());
        if (recipe.export().vocabulary() == ExportSpec.Vocabulary.ALL
                || !trained.name().equals(ModelSplits.last(recipe))) {
            return model;
        }
        SeenVocabulary seen = SeenVocabulary.of(model, List.of(splits.train(), splits.validation()));
        teller.tell(new Event.Noted(
                trained.name(),
                "vocabulary: " + seen.after() + " of " + seen.before() + " tokens stay, those of the training and"
                        + " validation texts"));
        return seen.model();
    }

    /** Returns the model saying which program wrote it. */
    private static OnnxModel described(OnnxModel model) {
        return ModelInfo.of(model).withTool(Version.tool()).applyTo(model);
    }
}
