package dev.alambic.cli.run;

import dev.alambic.cli.recipe.Recipe;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.set.Splits;
import dev.alambic.exporter.ExportOptions;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.ExperimentResult;
import dev.alambic.trainer.experiment.GraphChange;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.experiment.TrainedModel;
import dev.alambic.trainer.training.TrainingListener;
import java.util.List;
import java.util.function.Consumer;

/** Trains teacher and student, or the teacher alone, and writes them as ONNX. */
final class TrainingStage {

    private final RunFolder folder;
    private final Recipe recipe;
    private final EngineOptions engine;
    private final GraphChange change;

    TrainingStage(RunFolder folder, Recipe recipe, EngineOptions engine, GraphChange change) {
        this.folder = folder;
        this.recipe = recipe;
        this.engine = engine;
        this.change = change;
    }

    /** Returns the names of the models, those that were there already included. */
    List<String> run(Splits splits, Console console) {
        if (recipe.student() == null) {
            return teacher(splits, console);
        }
        if (!(folder.hasModel(Models.TEACHER) && folder.hasModel(Models.STUDENT))) {
            train(console, options -> {
                ExperimentResult result = Experiment.run(recipe.experiment(), splits, options);
                if (result.teacher() != null) {
                    write(result.teacher());
                }
                write(result.student());
            });
        }
        return List.of(Models.TEACHER, Models.STUDENT);
    }

    /** Trains the teacher alone. */
    List<String> teacher(Splits splits, Console console) {
        if (!folder.hasModel(Models.TEACHER)) {
            train(console, options -> write(Experiment.teacher(recipe.experiment(), splits, options)));
        }
        return List.of(Models.TEACHER);
    }

    /** What cannot even start, such as training on a device that is absent, leaves no folder behind. */
    private void train(Console console, Consumer<RunOptions> training) {
        try (TrainingProgress progress = new TrainingProgress(History.open(folder.historyFile()), console)) {
            training.accept(options(progress));
        } catch (RuntimeException e) {
            folder.discardIfEmpty();
            throw e;
        }
    }

    /** Returns a model that was trained to its end, exported anew; its checkpoint leaves nothing to train. */
    OnnxModel again(String name, Splits splits) {
        RunOptions options = options(TrainingListener.NONE);
        if (name.equals(Models.TEACHER)) {
            return described(
                    Experiment.teacher(recipe.experiment(), splits, options).model());
        }
        return described(
                Experiment.run(recipe.experiment(), splits, options).student().model());
    }

    private RunOptions options(TrainingListener listener) {
        return RunOptions.defaults()
                .withEngine(engine)
                .withListener(listener)
                .withCheckpoints(folder.checkpoints())
                .withChange(change)
                .withExport(ExportOptions.defaults().withOpset(recipe.export().opset()));
    }

    private void write(TrainedModel trained) {
        described(trained.model()).write(folder.model(trained.name()));
    }

    /** Returns the model saying which program wrote it. */
    private static OnnxModel described(OnnxModel model) {
        return ModelInfo.of(model).withTool(Version.tool()).applyTo(model);
    }
}
