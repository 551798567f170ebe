package dev.alambic.run.init;

import static dev.alambic.run.init.RecipeLines.quoted;

import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.table.ColumnLook;
import java.util.List;
import java.util.Locale;

/** The recipe for a table. */
final class TableRecipe {
    private static final int MOST_LISTED = 200;

    private final String name;
    private final TableSight table;
    private final TableOptions told;
    private final RecipeLines recipe = new RecipeLines();

    TableRecipe(String name, TableSight table, TableOptions told) {
        this.name = name;
        this.table = table;
        this.told = told;
    }

    String text() {
        boolean texts = table.task() == TableSight.Task.CLASSES_OF_TEXTS;
        String what = table.task() == TableSight.Task.NUMBER ? "the number" : "the class";
        String rows = table.rows() + (table.whole() ? "" : " and more") + " rows";
        recipe.line("# Written by alambic init. Run it: alambic run " + name + ".yaml");
        recipe.line("name: " + name);
        recipe.line("description: "
                + quoted(what + " '" + table.label().name() + "' of a row of "
                        + table.source().getFileName() + ", " + rows));
        if (table.task() == TableSight.Task.NUMBER) {
            recipe.line("task: regression # '" + table.label().name() + "' has "
                    + table.label().counts().distinct() + " different numbers");
        }
        recipe.line("seed: 1 # decides splits, first weights and order: the same seed gives the same models");
        data(texts);
        if (texts) {
            recipe.textNetworks(table.rows());
        } else {
            networks();
        }
        recipe.variants(texts ? "dynamic" : "static");
        return recipe.toString();
    }

    private void data(boolean texts) {
        recipe.line("data:");
        recipe.line("  source: " + quoted(table.source().toString()));
        String key = table.task() == TableSight.Task.NUMBER ? "target" : "label";
        recipe.line("  " + key + ": " + quoted(table.label().name()) + comment(table.label()));
        if (told.separator() != null) {
            recipe.line("  separator: "
                    + quoted(told.separator() == '\t' ? "tab" : told.separator().toString()));
        }
        if (told.decimal() != null) {
            recipe.line("  decimal: " + (told.decimal() == ',' ? "comma" : "point"));
        }
        if (told.encoding() != null) {
            recipe.line("  encoding: " + told.encoding().name().toLowerCase(Locale.ROOT));
        }
        if (texts) {
            List<ColumnLook> columns = table.texts();
            List<String> names =
                    columns.stream().map(column -> quoted(column.name())).toList();
            recipe.line("  text: " + (names.size() == 1 ? names.get(0) : names.toString())
                    + comment(columns.get(0)).replaceFirst("# ", names.size() == 1 ? "# " : "# two texts at once; "));
            recipe.vocabulary(table.rows(), 64);
        } else {
            columns();
        }
        if (table.label().counts().missing() > 0) {
            recipe.line("  missingLabels: skip # " + table.label().counts().missing() + " of " + table.rows()
                    + " rows have none; refuse names the first");
        }
        recipe.shares(false, false);
    }

    private void columns() {
        List<ColumnLook> listed = table.columns().stream()
                .filter(column -> column.kind() != ColumnKind.LABEL)
                .toList();
        boolean gaps = listed.stream()
                .anyMatch(column -> column.kind().isFeature() && column.counts().missing() > 0);
        if (gaps) {
            recipe.line(
                    "  missing: median # of numbers; mean and mostFrequent are others. A further value tells that it was missing");
        }
        if (listed.size() > MOST_LISTED) {
            recipe.line("  # " + listed.size() + " columns, guessed when the data are read; tell kinds by");
            recipe.line("  # columns: {name: number, category, date or skip}");
            return;
        }
        recipe.line("  columns: # number, category, date (and its format) or skip");
        for (ColumnLook column : listed) {
            recipe.line("    " + quoted(column.name()) + ": " + kind(column) + comment(column));
        }
    }

    private static String kind(ColumnLook column) {
        if (column.kind() == ColumnKind.DATE) {
            return quoted("date " + column.form());
        }
        return column.kind().isFeature() ? column.kind().word() : ColumnKind.SKIP.word();
    }

    private static String comment(ColumnLook column) {
        String what = column.kind().isFeature() || column.kind() == ColumnKind.LABEL
                ? ""
                : column.kind().word() + ": ";
        int missing = column.counts().missing();
        return " # " + what + column.reason()
                + (missing > 0 && column.kind() != ColumnKind.EMPTY
                        ? ", missing in " + missing + " of " + column.counts().rows()
                        : "")
                + (column.shown().isEmpty() ? "" : " (" + column.shown() + ")");
    }

    /** Networks by the number of values and rows, so that 5,000 rows take less than three minutes on two cores. */
    private void networks() {
        int width = width();
        boolean numbers = table.task() == TableSight.Task.NUMBER;
        int teacher = power(2 * width, numbers ? 128 : 64, 256);
        int student = power(width / 2, numbers ? 16 : 8, 64);
        int rows = table.rows();
        int epochs = rows < 500 ? 80 : rows < 5000 ? 50 : table.whole() ? 30 : 10;
        int batch = rows < 500 ? 16 : rows < 5000 ? 32 : table.whole() ? 64 : 128;
        recipe.line("teacher: # the large network, as good as the data allow");
        recipe.line("  network: {type: mlp, hidden: [" + teacher + ", " + teacher / 2 + "]"
                + (numbers ? "" : ", dropout: 0.1") + "} # about " + width + " values a row");
        recipe.training(epochs, batch, "adam", numbers ? "1e-2" : "5e-3");
        recipe.line("student: # the small one, which learns from its answers and is what you ship");
        recipe.line("  network: {type: mlp, hidden: [" + student + "]}");
        recipe.training(epochs, batch, "adam", "1e-2");
        recipe.distill(!numbers);
    }

    private int width() {
        int width = 0;
        for (ColumnLook column : table.columns()) {
            width += switch (column.kind()) {
                case NUMBER -> column.counts().missing() > 0 ? 2 : 1;
                case CATEGORY -> Math.min(32, column.counts().distinct());
                case DATE -> 5;
                default -> 0;
            };
        }
        return width;
    }

    private static int power(int wanted, int least, int most) {
        return Math.max(least, Math.min(most, Integer.highestOneBit(Math.max(1, wanted))));
    }
}
