package dev.alambic.bench.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text, the first column to the left and the others, which hold numbers, to the right.
 *
 * @param headers with units
 * @param rows each as long as {@code headers}
 */
record TextTable(List<String> headers, List<List<String>> rows) {

    TextTable {
        headers = List.copyOf(headers);
        rows = List.copyOf(rows);
        int columns = headers.size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("every row has " + columns + " cells");
        }
    }

    /** Returns the table with aligned columns and a rule under the headers. */
    String terminal() {
        int[] widths = widths();
        String rule = IntStream.of(widths).mapToObj("─"::repeat).collect(Collectors.joining("──"));
        StringBuilder text = new StringBuilder(line(headers, widths, "  "))
                .append('\n')
                .append(rule)
                .append('\n');
        rows.forEach(row -> text.append(line(row, widths, "  ")).append('\n'));
        return text.toString();
    }

    /** Returns the table as GitHub's Markdown, aligned in the source too. */
    String markdown() {
        TextTable escaped = escaped();
        int[] widths = escaped.widths();
        StringBuilder text = new StringBuilder(bordered(escaped.headers, widths));
        text.append(IntStream.range(0, widths.length)
                .mapToObj(i -> i == 0 ? "-".repeat(widths[i] + 2) : "-".repeat(widths[i] + 1) + ":")
                .collect(Collectors.joining("|", "|", "|\n")));
        escaped.rows.forEach(row -> text.append(bordered(row, widths)));
        return text.toString();
    }

    private TextTable escaped() {
        return new TextTable(
                escaped(headers), rows.stream().map(TextTable::escaped).toList());
    }

    private static List<String> escaped(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).toList();
    }

    private static String bordered(List<String> cells, int[] widths) {
        return "| " + line(cells, widths, " | ") + " |\n";
    }

    private static String line(List<String> cells, int[] widths, String separator) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - width(cells.get(i)));
            padded.add(i == 0 ? cells.get(i) + space : space + cells.get(i));
        }
        return String.join(separator, padded);
    }

    private int[] widths() {
        return IntStream.range(0, headers.size())
                .map(column -> Math.max(
                        width(headers.get(column)),
                        rows.stream()
                                .mapToInt(row -> width(row.get(column)))
                                .max()
                                .orElse(0)))
                .toArray();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
