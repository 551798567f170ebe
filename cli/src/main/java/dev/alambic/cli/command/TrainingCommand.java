package dev.alambic.cli.command;

import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.report.run.FigureText;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains one part of a recipe and exports it: the teacher, the student by distillation, or the student with pruning.
 */
final class TrainingCommand implements Command {

    private final Part part;

    private TrainingCommand(Part part) {
        this.part = part;
    }

    /** Which part of a recipe a command trains. */
    private enum Part {
        TRAIN("train the recipe's teacher and export it"),
        DISTILL("train the recipe's student from its teacher, without pruning, and export it"),
        PRUNE("train the recipe's student with pruning and export it");

        private final String summary;

        Part(String summary) {
            this.summary = summary;
        }
    }

    static Command train() {
        return new TrainingCommand(Part.TRAIN);
    }

    static Command distill() {
        return new TrainingCommand(Part.DISTILL);
    }

    static Command prune() {
        return new TrainingCommand(Part.PRUNE);
    }

    @Override
    public Usage usage() {
        return new Usage(part.name().toLowerCase(Locale.ROOT), "<recipe>", part.summary, flags());
    }

    private Flags flags() {
        Flags flags = RecipeFlags.addTo(new Flags());
        return part == Part.TRAIN ? flags : flags.value("teacher", "FILE", "an ONNX classifier as teacher");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        RecipeFlags.Started started = RecipeFlags.start(arguments, recipe -> changed(recipe, arguments), console);
        Map<String, TaskMetrics> quality = part == Part.TRAIN
                ? started.pipeline().teacher()
                : started.pipeline().student();
        console.result(quality, () -> text(quality, started.folder()));
        return ExitCode.DONE;
    }

    private Recipe changed(Recipe recipe, Arguments arguments) {
        StudentSpec student = recipe.student();
        Recipe changed = recipe;
        if (part != Part.TRAIN && student == null) {
            throw new UsageException(name() + ": the recipe has no student");
        }
        if (part == Part.DISTILL && student != null) {
            require("distill", student.distill());
            changed = recipe.withStudent(student.withPrune(null));
        }
        if (part == Part.PRUNE && student != null) {
            require("prune", student.prune());
        }
        TeacherSpec teacher = recipe.teacher();
        return arguments.has("teacher")
                ? changed.withTeacher(new TeacherSpec(
                        arguments.path("teacher").orElseThrow().toAbsolutePath().toString(),
                        teacher.network(),
                        teacher.training()))
                : changed;
    }

    private void require(String key, @Nullable Object said) {
        if (said == null) {
            throw new UsageException(name() + ": the recipe's student." + key
                    + " is null, so that there is nothing to do (expected a mapping, for example --set student." + key
                    + "={})");
        }
    }

    private static String text(Map<String, TaskMetrics> quality, RunFolder folder) {
        List<String> titles = new ArrayList<>(List.of("model"));
        quality.values().stream()
                .limit(1)
                .flatMap(metrics -> metrics.few().keySet().stream())
                .forEach(measure -> titles.add(measure.title()));
        titles.add("file");
        TextTable table = new TextTable(titles.toArray(String[]::new));
        quality.forEach((name, metrics) -> {
            List<Object> row = new ArrayList<>(List.of(name));
            metrics.few().forEach((measure, value) -> row.add(FigureText.of(measure, value)));
            row.add(folder.model(name));
            table.row(row.toArray());
        });
        return table.toString();
    }
}
