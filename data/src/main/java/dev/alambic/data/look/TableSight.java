package dev.alambic.data.look;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.table.ColumnLook;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.MissingWords;
import dev.alambic.data.table.RowReader;
import dev.alambic.data.table.TableLook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table, and what could be learnt from it.
 *
 * @param columns in the order of the file, the label among them as {@link ColumnKind#LABEL}
 * @param label the column to learn
 * @param task what its values ask for
 * @param seen how much of it was looked at
 * @param small classes of too few samples to have one in each part
 * @param several what speaks for several labels a sample, in a sentence; empty if nothing does
 */
public record TableSight(
        Path source,
        List<ColumnLook> columns,
        ColumnLook label,
        Task task,
        Seen seen,
        List<String> small,
        String several)
        implements Look {
    private static final int LEAST_SAMPLES = 3;
    private static final int SHOWN = 5;
    private static final String BAR = "|";
    private static final Set<String> FLAGS = Set.of("0", "1", "0.0", "1.0", "true", "false");

    /**
     * How much was looked at.
     *
     * @param rows that were looked at
     * @param whole whether those are all
     */
    public record Seen(int rows, boolean whole) {}

    /** What two texts are called that are asked about together. */
    private static final List<List<String>> PAIRS = List.of(
            List.of("sentence1", "sentence2"),
            List.of("premise", "hypothesis"),
            List.of("question1", "question2"),
            List.of("question", "sentence"),
            List.of("query", "passage"),
            List.of("text1", "text2"),
            List.of("text_a", "text_b"),
            List.of("sentence_a", "sentence_b"));

    /** What is learnt of a row. */
    public enum Task {
        /** One of a few classes. */
        CLASSES,
        /** A number. */
        NUMBER,
        /** One of a few classes, of a text. */
        CLASSES_OF_TEXTS
    }

    public TableSight {
        columns = List.copyOf(columns);
        small = List.copyOf(small);
    }

    /**
     * Looks at a table.
     *
     * @param told name of the column to learn; null for the one that looks so
     * @throws InvalidDataException if the file is missing or broken, or there is nothing to learn
     */
    public static TableSight of(Path source, TableOptions options, @Nullable String told) {
        DataFile file = DataFile.of(source);
        return file.read(in -> {
            RowReader reader = RowReader.open(file.name(), in, options);
            TableLook look = TableLook.of(reader.header(), reader, options);
            int rows = look.columns().get(0).counts().rows();
            if (rows == 0) {
                throw new InvalidDataException(file.name() + ": no rows below the header line");
            }
            List<CsvRow> ahead = reader.ahead(rows + 1);
            return of(source, look, told, ahead.subList(0, rows), ahead.size() <= rows);
        });
    }

    private static TableSight of(Path source, TableLook look, @Nullable String told, List<CsvRow> rows, boolean whole) {
        List<ColumnLook> columns = new ArrayList<>(look.columns());
        int label = told == null
                ? LabelGuess.of(columns)
                        .orElseThrow(
                                () -> new InvalidDataException(
                                        look.header().where()
                                                + ": no column looks like a label, of a few values (say which to learn: --label)"))
                : CsvColumns.find(look.header(), told);
        ColumnLook learnt = columns.get(label);
        requireLearnable(look, learnt);
        columns.set(label, learnt.as(ColumnKind.LABEL, LabelGuess.isNumber(learnt) ? "numbers" : learnt.reason()));
        boolean features = columns.stream().anyMatch(column -> column.kind().isFeature());
        boolean texts = columns.stream().anyMatch(column -> column.kind() == ColumnKind.TEXT);
        if (!features && !texts) {
            throw new InvalidDataException(look.header().where() + ": beside the label '" + learnt.name()
                    + "' no column to learn from (tell kinds by data.columns in a recipe, or another --label)");
        }
        Task task = !features ? Task.CLASSES_OF_TEXTS : LabelGuess.isNumber(learnt) ? Task.NUMBER : Task.CLASSES;
        List<String> small = task == Task.NUMBER ? List.of() : small(rows, label);
        String several = told == null ? several(look.header().cells(), rows, label) : "";
        return new TableSight(source, columns, learnt, task, new Seen(rows.size(), whole), small, several);
    }

    /**
     * Flags in a row, the label being the last or first of them, may be labels; a cell of words between bars names
     * some.
     */
    private static String several(List<String> names, List<CsvRow> rows, int label) {
        if (rows.stream().anyMatch(row -> row.cells().get(label).contains(BAR))) {
            return "cells of '" + names.get(label) + "' hold '" + BAR
                    + "': where it stands between labels of which a row carries any, say task: multiLabel and"
                    + " data.labelSeparator: \"" + BAR + "\"";
        }
        int from = label;
        while (from >= 0 && isFlag(rows, from)) {
            from--;
        }
        int end = label;
        while (end < names.size() && isFlag(rows, end)) {
            end++;
        }
        return end - from <= 2
                ? ""
                : "columns " + String.join(", ", names.subList(from + 1, end))
                        + " hold 0 and 1 alone: where they are labels of which a row carries any, say task: multiLabel"
                        + " and data.labelColumns: [" + String.join(", ", names.subList(from + 1, end)) + "]";
    }

    private static boolean isFlag(List<CsvRow> rows, int column) {
        return rows.stream()
                .map(row -> row.cells().get(column).toLowerCase(Locale.ROOT))
                .allMatch(FLAGS::contains);
    }

    private static List<String> small(List<CsvRow> rows, int label) {
        Map<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.cells().get(label), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() < LEAST_SAMPLES && !MissingWords.isText(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns how many rows were looked at. */
    public int rows() {
        return seen.rows;
    }

    /** Returns whether those are all. */
    public boolean whole() {
        return seen.whole;
    }

    private static void requireLearnable(TableLook look, ColumnLook label) {
        String where = look.header().where() + ": ";
        if (label.counts().distinct() < 2) {
            throw new InvalidDataException(
                    where + "the label '" + label.name() + "' has fewer than 2 values in the first "
                            + label.counts().rows() + " rows (choose another by --label)");
        }
        boolean words = label.kind() != ColumnKind.NUMBER && label.counts().distinct() > LabelGuess.MOST_CLASSES;
        if (words && label.counts().distinct() > label.counts().rows() / 2) {
            throw new InvalidDataException(where + "the label '" + label.name() + "' has "
                    + label.counts().distinct()
                    + " different values in " + label.counts().rows()
                    + " rows, too many to be classes (choose another by --label)");
        }
    }

    /** Returns the column of texts, if the task is one of texts, or the two that are called so or are all there are. */
    public List<ColumnLook> texts() {
        List<ColumnLook> texts = columns.stream()
                .filter(column -> column.kind() == ColumnKind.TEXT)
                .toList();
        if (texts.isEmpty()) {
            throw new IllegalStateException(source + ": no column of texts");
        }
        for (List<String> names : PAIRS) {
            List<ColumnLook> called = texts.stream()
                    .filter(column -> names.contains(column.name().toLowerCase(Locale.ROOT)))
                    .toList();
            if (called.size() == 2) {
                return called;
            }
        }
        return texts.size() == 2 ? texts : texts.subList(0, 1);
    }

    @Override
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!seen.whole) {
            remarks.add("the first " + seen.rows + " rows were looked at");
        }
        if (label.counts().missing() > 0) {
            remarks.add(label.counts().missing() + " rows have no label, and are left out");
        }
        if (!small.isEmpty()) {
            remarks.add("too few samples to split" + (seen.whole ? "" : " among them") + " (at least " + LEAST_SAMPLES
                    + " a class): '" + String.join("', '", small.subList(0, Math.min(SHOWN, small.size()))) + "'"
                    + (small.size() > SHOWN ? " and " + (small.size() - SHOWN) + " more" : "")
                    + "; leave those rows out, or call them by the name of another class");
        }
        if (!several.isEmpty()) {
            remarks.add(several);
        }
        if (task == Task.NUMBER) {
            remarks.add("'" + label.name() + "' has " + label.counts().distinct()
                    + " different numbers: this looks like regression");
        }
        return remarks;
    }
}
