package dev.alambic.chart.table;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How things become rows of a table; the first column names the row. */
public final class Columns<T> {

    private final List<Column<T>> columns = new ArrayList<>();

    /**
     * @param isText whether it is sorted as text, and stands to the left in HTML
     * @param cell what it says of a row; null for what was not measured
     */
    private record Column<T>(String title, boolean isText, Function<T, @Nullable Cell> cell) {

        String text(T row) {
            Cell said = cell.apply(row);
            return said == null ? Numbers.ABSENT : said.text();
        }
    }

    /** What a table says in one place; numbers are sorted by {@code sort}, which is NaN for text. */
    private record Cell(String text, double sort) {}

    /** Adds a column of which every cell is known. */
    public Columns<T> text(String title, Function<T, String> text) {
        columns.add(new Column<>(title, true, row -> new Cell(text.apply(row), Double.NaN)));
        return this;
    }

    /** Adds a column of numbers, written by {@code writer} where there is one. */
    public Columns<T> number(
            String title, Function<T, ? extends @Nullable Double> number, Function<Double, String> writer) {
        columns.add(new Column<>(title, false, row -> {
            Double found = number.apply(row);
            return found == null ? null : new Cell(writer.apply(found), found);
        }));
        return this;
    }

    /** Adds a column of numbers whose text says more than the number. */
    public Columns<T> sorted(String title, Function<T, Double> number, Function<T, String> text) {
        columns.add(new Column<>(title, false, row -> new Cell(text.apply(row), number.apply(row))));
        return this;
    }

    /** Returns those in which any of {@code rows} has something. */
    public Columns<T> filled(List<T> rows) {
        Columns<T> filled = new Columns<>();
        columns.stream()
                .filter(column -> rows.stream().anyMatch(row -> column.cell().apply(row) != null))
                .forEach(filled.columns::add);
        return filled;
    }

    public TextTable table(List<T> rows) {
        TextTable table = new TextTable(columns.stream().map(Column::title).toList());
        rows.forEach(row ->
                table.row(columns.stream().map(column -> column.text(row)).toList()));
        return table;
    }

    /**
     * Writes a table whose column heads become buttons that sort it once the page's script runs. Without the script the
     * rows stand in the order given.
     *
     * @param caption what the table holds
     * @param rowClass how a row is marked; empty for not at all
     */
    public void writeSortable(Html html, String caption, List<T> rows, Function<T, String> rowClass) {
        html.in(
                Tag.scroll(caption),
                box -> box.in(Tag.of("table", "sortable"), table -> {
                    table.element("caption", caption);
                    table.in("thead", head -> head.in("tr", row -> columns.forEach(column -> head(row, column))));
                    table.in("tbody", body -> rows.forEach(row -> row(body.line(), row, rowClass.apply(row))));
                }));
        html.line();
    }

    private void head(Html row, Column<T> column) {
        Tag tag = Tag.of("th").with("scope", "col");
        row.element(column.isText() ? tag.with("class", "text") : tag, column.title());
    }

    private void row(Html body, T row, String marked) {
        body.in(marked.isEmpty() ? Tag.of("tr") : Tag.of("tr", marked), html -> {
            for (int i = 0; i < columns.size(); i++) {
                cell(html, columns.get(i), row, i == 0 ? Tag.of("th").with("scope", "row") : Tag.of("td"));
            }
        });
    }

    private void cell(Html html, Column<T> column, T row, Tag tag) {
        Cell cell = column.cell().apply(row);
        if (column.isText()) {
            html.element(tag.with("class", "text"), column.text(row));
        } else if (cell == null || Double.isNaN(cell.sort())) {
            html.element(tag, column.text(row));
        } else {
            html.element(tag.with("data-sort", String.format(Locale.ROOT, "%.6g", cell.sort())), cell.text());
        }
    }
}
