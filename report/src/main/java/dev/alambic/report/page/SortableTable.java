package dev.alambic.report.page;

import dev.alambic.report.markup.Html;
import dev.alambic.report.markup.Tag;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A table whose column heads become buttons that sort it once the script runs. Without the script the rows stand in the
 * order given.
 *
 * @param caption what the table holds
 * @param columns the first names the row
 * @param rowClass how a row is marked; empty for not at all
 */
record SortableTable<R>(String caption, List<Column<R>> columns, Function<R, String> rowClass) {

    SortableTable {
        columns = List.copyOf(columns);
    }

    void write(Html html, List<R> rows) {
        Tag scroll = Tag.of("div", "scroll")
                .with("tabindex", "0")
                .with("role", "region")
                .with("aria-label", caption);
        html.in(
                scroll,
                box -> box.in(Tag.of("table", "sortable"), table -> {
                    table.element("caption", caption);
                    table.in("thead", head -> head.in("tr", row -> columns.forEach(column -> head(row, column))));
                    table.in("tbody", body -> rows.forEach(row -> row(body.line(), row)));
                }));
        html.line();
    }

    private void head(Html row, Column<R> column) {
        Tag tag = Tag.of("th").with("scope", "col");
        row.element(column.isText() ? tag.with("class", "text") : tag, column.title());
    }

    private void row(Html body, R row) {
        String marked = rowClass.apply(row);
        body.in(marked.isEmpty() ? Tag.of("tr") : Tag.of("tr", marked), html -> {
            for (int i = 0; i < columns.size(); i++) {
                cell(html, columns.get(i), row, i == 0);
            }
        });
    }

    private void cell(Html html, Column<R> column, R row, boolean names) {
        Column.Cell cell = column.cell().apply(row);
        Tag tag = names ? Tag.of("th").with("scope", "row") : Tag.of("td");
        if (column.isText()) {
            tag = tag.with("class", "text");
        } else if (!Double.isNaN(cell.sort())) {
            tag = tag.with("data-sort", String.format(Locale.ROOT, "%.6g", cell.sort()));
        }
        html.element(tag, cell.text());
    }
}
