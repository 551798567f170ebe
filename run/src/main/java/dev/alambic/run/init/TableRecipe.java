package dev.alambic.run.init;

import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.table.ColumnLook;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The recipe for a table. */
final class TableRecipe {
    private static final int MOST_LISTED = 200;

    private final String name;
    private final TableSight table;
    private final TableOptions told;
    private final StringBuilder text = new StringBuilder();

    TableRecipe(String name, TableSight table, TableOptions told) {
        this.name = name;
        this.table = table;
        this.told = told;
    }

    String text() {
        boolean texts = table.task() == TableSight.Task.CLASSES_OF_TEXTS;
        String what = table.task() == TableSight.Task.NUMBER ? "the number" : "the class";
        String rows = table.rows() + (table.whole() ? "" : " and more") + " rows";
        line("# Written by alambic init. Run it: alambic run " + name + ".yaml");
        line("name: " + name);
        line("description: "
                + quoted(what + " '" + table.label().name() + "' of a row of "
                        + table.source().getFileName() + ", " + rows));
        if (table.task() == TableSight.Task.NUMBER) {
            line("task: regression # '" + table.label().name() + "' has "
                    + table.label().counts().distinct() + " different numbers");
        }
        line("seed: 1 # decides splits, first weights and order: the same seed gives the same models");
        data(texts);
        if (texts) {
            textModel();
        } else {
            networks();
        }
        variants(texts);
        return text.toString();
    }

    private void data(boolean texts) {
        line("data:");
        line("  source: " + quoted(table.source().toString()));
        String key = table.task() == TableSight.Task.NUMBER ? "target" : "label";
        line("  " + key + ": " + quoted(table.label().name()) + comment(table.label()));
        if (told.separator() != null) {
            line("  separator: "
                    + quoted(told.separator() == '\t' ? "tab" : told.separator().toString()));
        }
        if (told.decimal() != null) {
            line("  decimal: " + (told.decimal() == ',' ? "comma" : "point"));
        }
        if (told.encoding() != null) {
            line("  encoding: " + told.encoding().name().toLowerCase(Locale.ROOT));
        }
        if (texts) {
            line("  text: " + quoted(table.texts().name()) + comment(table.texts()));
            line("  length: 64 # tokens of a text; the rest is cut off");
        } else {
            columns();
        }
        if (table.label().counts().missing() > 0) {
            line("  missingLabels: skip # " + table.label().counts().missing() + " of " + table.rows()
                    + " rows have none; refuse names the first");
        }
        line("  validation: 0.15 # share that chooses the best epoch");
        line("  test: 0.2 # share that the figures are measured on, once at the end");
    }

    private void columns() {
        List<ColumnLook> listed = table.columns().stream()
                .filter(column -> column.kind() != ColumnKind.LABEL)
                .toList();
        boolean gaps = listed.stream()
                .anyMatch(column -> column.kind().isFeature() && column.counts().missing() > 0);
        if (gaps) {
            line(
                    "  missing: median # of numbers; mean and mostFrequent are others. A further value tells that it was missing");
        }
        if (listed.size() > MOST_LISTED) {
            line("  # " + listed.size() + " columns, guessed when the data are read; tell kinds by");
            line("  # columns: {name: number, category, date or skip}");
            return;
        }
        line("  columns: # number, category, date (and its format) or skip");
        for (ColumnLook column : listed) {
            line("    " + quoted(column.name()) + ": " + kind(column) + comment(column));
        }
    }

    private static String kind(ColumnLook column) {
        if (column.kind() == ColumnKind.DATE) {
            return quoted("date " + column.dateFormat());
        }
        return column.kind().isFeature() ? column.kind().word() : ColumnKind.SKIP.word();
    }

    private static String comment(ColumnLook column) {
        String what = column.kind().isFeature() || column.kind() == ColumnKind.LABEL
                ? ""
                : column.kind().word() + ": ";
        int missing = column.counts().missing();
        String examples = column.examples().stream().map(TableRecipe::shown).collect(Collectors.joining(", "));
        String more = column.counts().distinct() > column.examples().size() ? ", …" : "";
        return " # " + what + column.reason()
                + (missing > 0 && column.kind() != ColumnKind.EMPTY
                        ? ", missing in " + missing + " of " + column.counts().rows()
                        : "")
                + (examples.isEmpty() ? "" : " (" + examples + more + ")");
    }

    private static String shown(String cell) {
        String line = cell.replaceAll("\\s+", " ");
        return line.length() > 24 ? line.substring(0, 23) + "…" : line;
    }

    /** Networks by the number of values and rows, so that 5,000 rows take less than three minutes on two cores. */
    private void networks() {
        int width = width();
        int teacher = power(2 * width, 64, 256);
        int student = power(width / 2, 8, 64);
        int rows = table.rows();
        int epochs = rows < 500 ? 80 : rows < 5000 ? 50 : table.whole() ? 30 : 10;
        int batch = rows < 500 ? 16 : rows < 5000 ? 32 : 128;
        line("teacher: # the large network, as good as the data allow");
        line("  network: {type: mlp, hidden: [" + teacher + ", " + teacher / 2 + "], dropout: 0.1} # about " + width
                + " values a row");
        training("  ", epochs, batch, "1e-3");
        line("student: # the small one, which learns from its answers and is what you ship");
        line("  network: {type: mlp, hidden: [" + student + "]}");
        training("  ", epochs, batch, "5e-3");
        line(
                "  distill: {temperature: 3, alpha: {type: linear, from: 0.7, to: 0.3}} # less of the teacher as time goes on");
    }

    private void training(String indent, int epochs, int batch, String rate) {
        line(indent + "training:");
        line(indent + "  epochs: " + epochs);
        line(indent + "  batchSize: " + batch);
        line(indent + "  optimizer: {type: adam, learningRate: " + rate + "}");
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

    private void textModel() {
        line("threads: 2");
        line("teacher: # a sentence encoder with a new head; it comes with ALAMBIC_PROFILES=models ./alambic run …");
        line("  network:");
        line("    type: onnx");
        line("    file: all-minilm-l6-v2");
        line("    cut: last_hidden_state");
        line("    head: {pooling: mean, dropout: 0.3}");
        line("  training:");
        line("    epochs: 1");
        line("    batchSize: 32");
        line("    optimizer: {type: adamW, learningRate: 1e-4, weightDecay: 0.05}");
        line("    rates: # only the upper layers and the head learn");
        line("      - {weights: 'embeddings\\..*', factor: 0}");
        line("      - {weights: 'encoder\\.layer\\.[0123]\\..*', factor: 0}");
        line("      - {weights: 'classifier\\..*', factor: 10}");
    }

    private void variants(boolean texts) {
        line("variants:");
        line("  strip: " + !texts + " # neurons that do nothing are removed, exactly");
        line("  fp16: storage # weights in half the bytes");
        line("  int8: " + (texts ? "dynamic" : "static") + " # 8-bit integers");
        line("bench:");
        line("  batches: [1, 32] # samples a call");
        line("  threads: [1]");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Returns a text as YAML has it, in quotes where it could mean something else. */
    private static String quoted(String word) {
        boolean plain = word.matches("[A-Za-z_/.][A-Za-z0-9_./-]*")
                && !word.matches("(?i)y|n|yes|no|on|off|true|false|null|nan|\\.inf|\\.nan|\\.");
        return plain ? word : "'" + word.replace("'", "''").replaceAll("\\s+", " ") + "'";
    }
}
