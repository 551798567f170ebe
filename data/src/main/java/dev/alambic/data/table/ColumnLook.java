package dev.alambic.data.table;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a column was taken for, by its first rows.
 *
 * @param reason in words
 * @param examples a few of its cells, all different
 * @param form how dates are written, or the sign that numbers carry; empty for others
 */
public record ColumnLook(
        String name, ColumnKind kind, String reason, Counts counts, List<String> examples, String form) {
    private static final int LONGEST = 24;

    /**
     * What is in the cells.
     *
     * @param rows that were looked at
     * @param missing of them, how many have nothing
     * @param distinct different cells that have something
     */
    public record Counts(int rows, int missing, int distinct) {}

    public ColumnLook {
        examples = List.copyOf(examples);
    }

    /** Returns the examples in a line, each at most {@value #LONGEST} letters of it. */
    public String shown() {
        String all = examples.stream().map(ColumnLook::shortened).collect(Collectors.joining(", "));
        return all.isEmpty() || counts.distinct <= examples.size() ? all : all + ", …";
    }

    private static String shortened(String cell) {
        String line = cell.replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
    }

    /** Returns this taken for something else. */
    public ColumnLook as(ColumnKind other, String why) {
        return new ColumnLook(name, other, why, counts, examples, form);
    }
}
