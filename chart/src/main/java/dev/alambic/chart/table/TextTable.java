package dev.alambic.chart.table;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of texts under titles. */
public final class TextTable {

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9].*|-|NaN");

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table with these column titles. */
    public TextTable(String... titles) {
        this(List.of(titles));
    }

    /** Starts a table with these column titles. */
    public TextTable(List<String> titles) {
        this.titles = List.copyOf(titles);
    }

    /** Adds a row; as many cells as there are titles. */
    public TextTable row(Object... cells) {
        return row(Arrays.stream(cells).map(String::valueOf).toList());
    }

    /** Adds a row; as many cells as there are titles. */
    public TextTable row(List<String> cells) {
        if (cells.size() != titles.size()) {
            throw new IllegalArgumentException("a row has " + titles.size() + " cells, was " + cells.size());
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    public List<String> titles() {
        return titles;
    }

    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** Returns the table in columns; those in which everything looks like a number stand to the right. */
    @Override
    public String toString() {
        int[] widths = widths();
        BitSet numeric = new BitSet();
        IntStream.range(0, titles.size()).filter(this::isNumeric).forEach(numeric::set);
        return all().map(row -> line(row, widths, "  ", numeric::get).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static boolean isNotFirst(int column) {
        return column > 0;
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    /** Returns the table in columns with a rule under the titles, all but the first column to the right. */
    public String ruled() {
        int[] widths = widths();
        String rule = IntStream.of(widths).mapToObj("─"::repeat).collect(Collectors.joining("──"));
        List<String> lines = new ArrayList<>(
                all().map(row -> line(row, widths, "  ", TextTable::isNotFirst)).toList());
        lines.add(1, rule);
        return String.join("\n", lines) + "\n";
    }

    /** Returns the table as GitHub's Markdown, aligned in the source too. */
    public String markdown() {
        TextTable escaped = mapped(cell -> cell.replace("|", "\\|"));
        int[] widths = escaped.widths();
        List<String> lines = new ArrayList<>(escaped.all()
                .map(row -> "| " + line(row, widths, " | ", TextTable::isNotFirst) + " |")
                .toList());
        lines.add(
                1,
                IntStream.range(0, widths.length)
                        .mapToObj(i -> i == 0 ? "-".repeat(widths[i] + 2) : "-".repeat(widths[i] + 1) + ":")
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join("\n", lines) + "\n";
    }

    /** Returns the table as comma-separated values with a header line (RFC 4180). */
    public String csv() {
        return mapped(TextTable::quoted)
                .all()
                .map(row -> String.join(",", row) + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Writes a table element whose first column names the rows. */
    public void write(Html html, Tag table) {
        html.in(table, all -> {
            all.in(
                    "thead",
                    head -> head.in(
                            "tr",
                            row -> titles.forEach(
                                    title -> row.element(Tag.of("th").with("scope", "col"), title))));
            all.in(
                    "tbody",
                    body -> rows.forEach(cells -> body.line().in("tr", row -> {
                        row.element(Tag.of("th").with("scope", "row"), cells.get(0));
                        cells.stream().skip(1).forEach(cell -> row.element("td", cell));
                    })));
        });
    }

    private Stream<List<String>> all() {
        return Stream.concat(Stream.of(titles), rows.stream());
    }

    private TextTable mapped(UnaryOperator<String> change) {
        TextTable mapped = new TextTable(titles.stream().map(change).toList());
        rows.forEach(row -> mapped.row(row.stream().map(change).toList()));
        return mapped;
    }

    private static String line(List<String> row, int[] widths, String separator, IntPredicate toTheRight) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> {
                    String space = " ".repeat(widths[i] - width(row.get(i)));
                    return toTheRight.test(i) ? space + row.get(i) : row.get(i) + space;
                })
                .collect(Collectors.joining(separator));
    }

    private int[] widths() {
        return IntStream.range(0, titles.size())
                .map(column ->
                        all().mapToInt(row -> width(row.get(column))).max().orElse(0))
                .toArray();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
