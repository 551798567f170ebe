package dev.alambic.cli.command;

import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.table.ColumnLook;
import dev.alambic.run.init.FirstRecipe;
import dev.alambic.run.recipe.DataSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Looks at the user's data and writes a first recipe for them. */
public final class InitCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "init",
                "<data>",
                "look at a table of yours, say what each column was taken for, and write a recipe that runs",
                new Flags()
                        .value("label", "COLUMN", "the column to learn (default: the one that looks so)")
                        .value("separator", "CHAR", "between the cells: comma, semicolon, tab, bar (default: seen)")
                        .value("decimal", "SIGN", "before the fraction of numbers: point or comma (default: seen)")
                        .value("encoding", "NAME", "of the file, for example latin1 (default: UTF-8)")
                        .out("FILE", "where to write (default: <data>.yaml in this folder)")
                        .flag("force", "replace the recipe if it is there"));
    }

    /** What was seen and written. */
    record Written(String recipe, String task, String label, List<ColumnLook> columns, List<String> remarks) {}

    @Override
    public int run(Arguments arguments, Console console) {
        TableOptions options = DataSpec.defaults()
                .withSeparator(arguments.text("separator").orElse(null))
                .withDecimal(arguments.text("decimal").orElse(null))
                .withEncoding(arguments.text("encoding").orElse(null))
                .table();
        TableSight look = TableSight.of(
                source(arguments), options, arguments.text("label").orElse(null));
        FirstRecipe recipe = FirstRecipe.of(look, options);
        Path file = arguments.path("out").orElse(Path.of(recipe.name() + ".yaml"));
        recipe.write(file, arguments.has("force"));
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
                    String.join(", ", column.examples()));
        }
        StringBuilder text = new StringBuilder(table.toString());
        written.remarks().forEach(remark -> text.append('\n').append(remark));
        return text.append("\nwritten ")
                .append(written.recipe())
                .append("; run it: alambic run ")
                .append(written.recipe())
                .toString();
    }
}
