package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.RunLines;
import dev.alambic.data.set.Splits;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.Pipeline;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Flags of the commands that work by a recipe: what to change in it, and where the run's folder is. */
final class RecipeFlags {

    private RecipeFlags() {}

    static Flags addTo(Flags flags) {
        return DeviceFlags.addTo(flags)
                .value("set", "PATH=VALUE", "change a value of the recipe, as often as you like")
                .value("seed", "N", "the recipe's seed")
                .out("DIR", "the run's folder (default: runs/<name>-<time>)")
                .value("resume", "DIR", "go on with the run in this folder");
    }

    /**
     * Returns a new run by the recipe that the operand names, or the run to go on with.
     *
     * @param change what the command makes of the recipe
     */
    static Started start(Arguments arguments, UnaryOperator<Recipe> change, Console console) {
        if (arguments.has("resume")) {
            RunFolder folder = RunFolder.open(resumed(arguments));
            return started(arguments, folder, RunData.of(folder.recipe()), console);
        }
        Recipe recipe = change.apply(recipe(arguments));
        Splits splits = RunData.of(recipe);
        return started(arguments, RunFolder.create(path(arguments, "out", recipe), recipe), splits, console);
    }

    /** A run and what to call on it. */
    record Started(RunFolder folder, Pipeline pipeline) {}

    private static Started started(Arguments arguments, RunFolder folder, Splits splits, Console console) {
        console.progress("run " + folder.path());
        EngineOptions engine = DeviceFlags.engine(arguments, folder.recipe().threads());
        arguments.requireAsked();
        return new Started(folder, new Pipeline(folder, splits, engine, new RunLines(console)));
    }

    /** Returns the folder of the run to go on with. */
    static Path resumed(Arguments arguments) {
        arguments.operands(0, 0);
        if (arguments.has("set") || arguments.has("seed") || arguments.has("out")) {
            throw new UsageException(
                    "--resume goes on with the recipe of the run: --set, --seed and --out have no place");
        }
        return arguments.path("resume").orElseThrow();
    }

    /** Returns the recipe that the operand names, with what the flags change. */
    static Recipe recipe(Arguments arguments) {
        List<String> assignments = new ArrayList<>(arguments.texts("set"));
        arguments.text("seed").ifPresent(seed -> assignments.add("seed=" + seed));
        if (arguments.has("control")) {
            assignments.add("control=true");
        }
        return RecipeReader.read(RecipeSource.find(arguments.operand()), assignments);
    }

    /** Returns the folder that {@code flag} names for a run, or one by its name and the time. */
    static Path path(Arguments arguments, String flag, Recipe recipe) {
        return arguments
                .path(flag)
                .orElseGet(() -> RunFolder.unnamed(recipe.name(), LocalDateTime.now(ZoneId.systemDefault())));
    }
}
