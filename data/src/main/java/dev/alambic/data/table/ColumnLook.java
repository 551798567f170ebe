package dev.alambic.data.table;

import java.util.List;

/**
 * What a column was taken for, by its first rows.
 *
 * @param reason in words
 * @param examples a few of its cells, all different
 * @param dateFormat how dates are written; empty for other kinds
 */
public record ColumnLook(
        String name, ColumnKind kind, String reason, Counts counts, List<String> examples, String dateFormat) {

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

    /** Returns this taken for something else. */
    public ColumnLook as(ColumnKind other, String why) {
        return new ColumnLook(name, other, why, counts, examples, dateFormat);
    }
}
