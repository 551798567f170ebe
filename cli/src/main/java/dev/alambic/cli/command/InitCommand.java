package dev.alambic.cli.command;

import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.PictureSight;
import dev.alambic.data.look.SoundSight;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.look.TextSight;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.table.ColumnLook;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.run.init.FirstRecipe;
import dev.alambic.run.recipe.DataSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at the user's data and writes a first recipe for them. */
public final class InitCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "init",
                "<data>",
                "look at a table, or a folder of pictures, texts or sounds, say what was seen, and write a recipe that runs",
                TableFlags.addTo(new Flags())
                        .value("label", "COLUMN", "the column to learn (default: the one that looks so)")
                        .out("FILE", "where to write (default: <data>.yaml in this folder)")
                        .flag("force", "replace the recipe if it is there"));
    }

    /** What was seen in a table, and written. */
    record Written(String recipe, String task, String label, List<ColumnLook> columns, List<String> remarks) {}

    /** What was seen in pictures or sounds, and written. */
    record WrittenPictures(String recipe, Survey data, String readAs) {}

    @Override
    public int run(Arguments arguments, Console console) {
        DataOptions plain =
                DataOptions.defaults().withLabel(arguments.text("label").orElse(null));
        Path source = source(arguments);
        Optional<PictureSight> pictures = PictureSight.of(source, plain);
        if (pictures.isPresent()) {
            return pictures(pictures.get(), arguments, console);
        }
        Optional<SoundSight> sounds = SoundSight.of(source, plain);
        if (sounds.isPresent()) {
            return sounds(sounds.get(), arguments, console);
        }
        TableOptions options = TableFlags.told(arguments, DataSpec.defaults()).table();
        Optional<TextSight> texts = TextSight.of(source, plain.withTable(options));
        return texts.isPresent()
                ? texts(texts.get(), options, arguments, console)
                : table(source, options, arguments, console);
    }

    /** What was seen in files of texts, and written. */
    record WrittenTexts(String recipe, Survey data) {}

    private static int texts(TextSight look, TableOptions options, Arguments arguments, Console console) {
        Path file = write(FirstRecipe.of(look, options), arguments);
        WrittenTexts written = new WrittenTexts(file.toString(), look.survey());
        console.result(written, () -> DataCommand.text(written.data()) + "\n" + written(file));
        return ExitCode.DONE;
    }

    private static int sounds(SoundSight look, Arguments arguments, Console console) {
        Path file = write(FirstRecipe.of(look, TableOptions.seen()), arguments);
        InputMeaning.Sound read = look.read();
        String readAs = read.samples() + " samples, " + read.rate() + " a second";
        WrittenPictures written = new WrittenPictures(file.toString(), look.survey(), readAs);
        console.result(written, () -> DataCommand.text(written.data()) + "\n\nread as " + readAs + written(file));
        return ExitCode.DONE;
    }

    private static int pictures(PictureSight look, Arguments arguments, Console console) {
        Path file = write(FirstRecipe.of(look, TableOptions.seen()), arguments);
        InputMeaning.Image read = look.read();
        WrittenPictures written = new WrittenPictures(
                file.toString(),
                look.survey(),
                (read.channels() == 3 ? "RGB " : "gray ") + read.width() + "x" + read.height());
        console.result(
                written, () -> DataCommand.text(written.data()) + "\n\nread as " + written.readAs() + written(file));
        return ExitCode.DONE;
    }

    private static Path write(FirstRecipe recipe, Arguments arguments) {
        Path file = arguments.path("out").orElse(Path.of(recipe.name() + ".yaml"));
        recipe.write(file, arguments.has("force"));
        return file;
    }

    private static String written(Path file) {
        return "\nwritten " + file + "; run it: alambic run " + file;
    }

    private static int table(Path source, TableOptions options, Arguments arguments, Console console) {
        TableSight look = TableSight.of(source, options, arguments.text("label").orElse(null));
        Path file = write(FirstRecipe.of(look, options), arguments);
        Written written = new Written(
                file.toString(),
                look.task().name().toLowerCase(Locale.ROOT),
                look.label().name(),
                look.columns(),
                look.remarks());
        console.result(written, () -> text(written));
        return ExitCode.DONE;
    }

    /** Returns the data's path, absolute where the recipe is written to another folder. */
    private static Path source(Arguments arguments) {
        Path source = Path.of(arguments.operand());
        boolean beside = arguments.path("out").map(Path::getParent).isEmpty();
        return beside ? source : source.toAbsolutePath();
    }

    private static String text(Written written) {
        TextTable table = new TextTable("column", "taken for", "missing", "because", "examples");
        for (ColumnLook column : written.columns()) {
            table.row(
                    column.name(),
                    column.kind().word(),
                    column.counts().missing() == 0 ? "" : column.counts().missing(),
                    column.reason(),
                    column.shown());
        }
        StringBuilder text = new StringBuilder(table.toString());
        written.remarks().forEach(remark -> text.append('\n').append(remark));
        return text.append(written(Path.of(written.recipe()))).toString();
    }
}
