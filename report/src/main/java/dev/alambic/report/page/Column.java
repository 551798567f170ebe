package dev.alambic.report.page;

import java.util.function.Function;

/**
 * A column of a table that the reader can sort.
 *
 * @param title of the head
 * @param isText whether it is sorted as text, and stands to the left
 * @param cell what it says of a row
 */
record Column<R>(String title, boolean isText, Function<R, Cell> cell) {

    /**
     * What a table says in one place.
     *
     * @param text for people
     * @param sort by what numbers are sorted; NaN if there is none, which comes last
     */
    record Cell(String text, double sort) {

        /** What was not measured. */
        static final Cell ABSENT = new Cell("–", Double.NaN);
    }

    /** Returns whether there is no number for {@code row}; a text is always there. */
    boolean isEmpty(R row) {
        return !isText && Double.isNaN(cell.apply(row).sort());
    }

    static <R> Column<R> number(String title, Function<R, Cell> cell) {
        return new Column<>(title, false, cell);
    }

    static <R> Column<R> text(String title, Function<R, String> text) {
        return new Column<>(title, true, row -> new Cell(text.apply(row), Double.NaN));
    }
}
