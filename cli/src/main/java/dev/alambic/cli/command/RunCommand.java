package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.RunLines;
import dev.alambic.run.folder.ControlRecord;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.DryRun;
import dev.alambic.run.pipeline.Repetition;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.summary.Summary;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Does the whole job: train, distil, prune, export, strip, quantize, measure, report. */
public final class RunCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "run",
                "<recipe>",
                "do the whole job of a recipe: train, distil, prune, export, strip, quantize, measure, report",
                RecipeFlags.addTo(
                        new Flags()
                                .value("repeat", "N", "run N seeds; tell mean and standard deviation")
                                .flag("control", "train the student without its teacher as well, and compare")
                                .flag(
                                        "dry-run",
                                        "say what training would take, in time and memory, after trying some batches; write nothing")));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        if (arguments.has("dry-run")) {
            dryRun(arguments, console);
        } else if (arguments.has("repeat")) {
            repeat(arguments, console);
        } else {
            once(arguments, console);
        }
        return ExitCode.DONE;
    }

    private static void once(Arguments arguments, Console console) {
        RecipeFlags.Started started = RecipeFlags.start(arguments, UnaryOperator.identity(), console);
        RunFolder folder = started.folder();
        Summary summary = started.pipeline().run();
        console.result(
                summary,
                () -> SummaryTable.of(summary) + control(folder) + "\nreport: " + folder.file(RunFile.REPORT)
                        + "\nmodels: " + folder.path().resolve("models"));
    }

    private static void dryRun(Arguments arguments, Console console) {
        Recipe recipe = RecipeFlags.recipe(arguments);
        EngineOptions engine = DeviceFlags.engine(arguments, recipe.threads());
        arguments.requireAsked();
        DryRun tried = DryRun.of(recipe, RunData.of(recipe), engine);
        console.result(tried, () -> text(tried));
    }

    private static String text(DryRun tried) {
        TextTable table = new TextTable(
                "network",
                "parameters",
                "to train them",
                "teacher's answers",
                "epochs",
                "steps each",
                "an epoch",
                "in all");
        tried.phases()
                .forEach(phase -> table.row(
                        phase.name(),
                        phase.parameters() == null ? "-" : Numbers.grouped(phase.parameters()),
                        phase.trainingBytes() == null ? "-" : Numbers.bytes(phase.trainingBytes()),
                        phase.answerBytes() == 0 ? "-" : Numbers.bytes(phase.answerBytes()),
                        phase.epochs(),
                        Numbers.grouped(phase.steps()),
                        Numbers.seconds(phase.secondsAnEpoch()),
                        Numbers.seconds(phase.epochs() * phase.secondsAnEpoch())));
        String memory = tried.peakBytes() == null
                ? ""
                : "; at most " + Numbers.bytes(tried.peakBytes())
                        + " of memory in the trial, this program's own included";
        return tried.recipe() + ": training takes about " + Numbers.seconds(tried.seconds()) + memory + "\n\n" + table
                + "\n\nnot counted: smaller forms, the student without a teacher, measuring";
    }

    private static String control(RunFolder folder) {
        return folder.readJson(RunFile.CONTROL, ControlRecord.class)
                .map(record -> "\n" + record.sentence())
                .orElse("");
    }

    private static void repeat(Arguments arguments, Console console) {
        int times = Math.toIntExact(arguments.whole("repeat", 1).orElseThrow());
        RunFolder folder;
        if (arguments.has("resume")) {
            folder = RunFolder.open(RecipeFlags.resumed(arguments));
        } else {
            Recipe recipe = RecipeFlags.recipe(arguments);
            RunData.of(recipe); // bad data leave no folder behind
            folder = RunFolder.createForSeeds(RecipeFlags.path(arguments, "out", recipe), recipe);
        }
        Path path = folder.path();
        Recipe recipe = folder.recipe();
        Repetition.Result result = new Repetition(
                        path, recipe, DeviceFlags.engine(arguments, recipe.threads()), new RunLines(console))
                .run(times);
        console.result(result, () -> SummaryTable.of(result) + "\nall of it: " + path);
    }
}
