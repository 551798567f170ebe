package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.RunLines;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.edit.TiedWeights;
import dev.alambic.report.run.FigureText;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.Pipeline;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Trains any ONNX model further on labelled data: as it is, or cut and with a new head. */
public final class FinetuneCommand implements Command {

    private static final String RESULT = "tuned";

    @Override
    public Usage usage() {
        return new Usage(
                "finetune",
                "<model.onnx>",
                "train any ONNX model further on labelled data, with a new head if wanted",
                FinetuneFlags.addTo(DeviceFlags.addTo(ModelData.addSource(new Flags())))
                        .out("FILE", "where to write (default: <model>-" + RESULT + ".onnx)")
                        .value("run", "DIR", "the run's folder (default: runs/<model>-tuned-<time>)")
                        .value("resume", "DIR", "go on with the run in this folder"));
    }

    /** What came out. */
    record Tuned(String file, String run, int samples, TaskMetrics metrics) {}

    @Override
    public int run(Arguments arguments, Console console) {
        boolean resumes = arguments.has("resume");
        if (!resumes && !arguments.has("data")) {
            throw new UsageException("finetune: say by --data what to learn from");
        }
        if (CutRounds.areAsked(arguments)) {
            Tuned tuned = new CutRounds(arguments, console).run();
            console.result(tuned, () -> text(tuned));
            return ExitCode.DONE;
        }
        RunFolder folder = resumes ? RunFolder.open(arguments.path("resume").orElseThrow()) : null;
        Recipe recipe = folder == null ? FinetuneFlags.recipe(arguments) : folder.recipe();
        Path output = output(arguments, recipe);
        Splits splits = RunData.of(recipe);
        if (folder == null) {
            folder = RunFolder.create(RecipeFlags.path(arguments, "run", recipe), recipe);
        }
        console.progress("run " + folder.path());
        if (!resumes) {
            sayRecovery(recipe, splits.train().size(), console);
        }
        untied(recipe)
                .forEach((name, table) -> console.progress("'" + name + "' is the transpose of '" + table
                        + "': two weights that were one, and part in training (--tie-weights keeps them one)"));
        Tuned tuned = tune(new Work(folder, recipe, splits, output), arguments, console);
        console.result(tuned, () -> text(tuned));
        return ExitCode.DONE;
    }

    /** Returns the weights that the model to be trained holds twice, and that are not to be tied. */
    private static Map<String, String> untied(Recipe recipe) {
        return network(recipe)
                .filter(onnx -> !onnx.ties())
                .map(onnx -> TiedWeights.of(ModelSource.open(onnx.file())))
                .orElse(Map.of());
    }

    /** Returns the model that is trained. */
    private static Optional<NetworkSpec.Onnx> network(Recipe recipe) {
        NetworkSpec network = recipe.student() == null
                ? recipe.teacher().network()
                : recipe.student().network();
        return network instanceof NetworkSpec.Onnx onnx ? Optional.of(onnx) : Optional.empty();
    }

    private static TrainingSpec training(Recipe recipe) {
        return recipe.student() == null
                ? recipe.teacher().training()
                : recipe.student().training();
    }

    /** Says what is done for a model that was cut, and whether that can be enough. */
    static void sayRecovery(Recipe recipe, int samples, Console console) {
        network(recipe).ifPresent(network -> sayRecovery(network, training(recipe), samples, console));
    }

    private static void sayRecovery(NetworkSpec.Onnx network, TrainingSpec training, int samples, Console console) {
        OnnxModel model = ModelSource.open(network.file());
        if (network.normalizes()) {
            console.progress(
                    "recovery: batch normalization is put back for the training and folded again, learning rate "
                            + training.optimizer().learningRate() + " (--recovery off: as of any other model)");
        }
        if (network.normalizes() || Recovery.isDue(model)) {
            Recovery.tooSlow(model, training, samples).ifPresent(text -> console.progress("note: " + text));
        }
    }

    /** What to train, and where the result goes. */
    record Work(RunFolder folder, Recipe recipe, Splits splits, Path output) {}

    static Tuned tune(Work work, Arguments arguments, Console console) {
        Pipeline pipeline = new Pipeline(
                work.folder(),
                work.splits(),
                DeviceFlags.engine(arguments, work.recipe().threads()),
                new RunLines(console));
        arguments.requireAsked();
        boolean hasTeacher = work.recipe().student() != null;
        Map<String, TaskMetrics> quality = hasTeacher ? pipeline.student() : pipeline.teacher();
        String name = hasTeacher ? "student" : "teacher";
        OnnxModel.read(work.folder().model(name)).write(work.output());
        return new Tuned(
                work.output().toString(),
                work.folder().path().toString(),
                work.splits().test().size(),
                Objects.requireNonNull(quality.get(name)));
    }

    static Path output(Arguments arguments, Recipe recipe) {
        List<String> operands = arguments.operands(arguments.has("resume") ? 0 : 1, 1);
        if (operands.isEmpty()) {
            return arguments.path("out").orElseGet(() -> Path.of(recipe.name() + ".onnx"));
        }
        return ModelFiles.output(arguments, arguments.file(), RESULT);
    }

    private static String text(Tuned tuned) {
        return tuned.file() + ": "
                + tuned.metrics().few().entrySet().stream()
                        .map(figure ->
                                figure.getKey().title() + " " + FigureText.of(figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining(", "))
                + " on " + tuned.samples() + " test samples";
    }
}
