package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.DataThinning;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Cuts channels of a model and trains what is left, by turns, with the whole model as teacher: of n rounds each keeps
 * the n-th root of what all of them keep. Each round is a run in a folder of its own; the same command goes on where it
 * stood.
 */
record CutRounds(Arguments arguments, Console console) {

    static boolean areAsked(Arguments arguments) {
        if (!arguments.has("channels")) {
            if (arguments.has("rounds")) {
                throw new UsageException("finetune: --rounds says how often channels are cut (add --channels PART)");
            }
            return false;
        }
        for (String flag : List.of("resume", "cut", "head", "quantize")) {
            if (arguments.has(flag)) {
                throw new UsageException(
                        "finetune: --channels comes in a call of its own (expected no --" + flag + ")");
            }
        }
        return true;
    }

    FinetuneCommand.Tuned run() {
        String whole = FinetuneFlags.absolute(arguments.operand());
        Optional<String> teacher = arguments.text("teacher").or(() -> Optional.of(whole));
        int rounds = arguments.whole("rounds", 1, 1);
        double part = 1 - Math.pow(1 - part(), 1.0 / rounds);
        Recipe plain = FinetuneFlags.recipe(arguments, whole, teacher);
        Path folder = RecipeFlags.path(arguments, "run", plain);
        Path output = FinetuneCommand.output(arguments, plain);
        Splits splits = RunData.of(plain);
        OnnxModel model = ModelSource.open(whole);
        for (int round = 1; ; round++) {
            Path cut = folder.resolve("round-" + round + "-cut.onnx");
            if (!Files.exists(cut)) {
                made(folder);
                new DataThinning(splits.train()).thinned(model, part).write(cut);
            }
            console.progress("round " + round + " of " + rounds + ": " + cut);
            Recipe recipe = FinetuneFlags.recipe(arguments, cut.toAbsolutePath().toString(), teacher);
            RunFolder run = RunFolder.createOrOpen(folder.resolve("round-" + round), recipe);
            FinetuneCommand.sayRecovery(recipe, splits.train().size(), console);
            Path tuned = round == rounds ? output : folder.resolve("round-" + round + ".onnx");
            FinetuneCommand.Tuned made =
                    FinetuneCommand.tune(new FinetuneCommand.Work(run, recipe, splits, tuned), arguments, console);
            if (round == rounds) {
                return made;
            }
            model = OnnxModel.read(tuned);
        }
    }

    private static void made(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the run's folder " + folder, e);
        }
    }

    private double part() {
        double part = arguments.share("channels").orElseThrow();
        if (part >= 1) {
            throw new UsageException("finetune: --channels: expected a number from 0 to below 1, was '"
                    + arguments.text("channels").orElseThrow() + "'");
        }
        return part;
    }
}
