package dev.alambic.bench.format;

import dev.alambic.bench.chart.Legend;
import dev.alambic.bench.chart.Markup;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a comparison as one page that needs no other file, no script and no network. */
final class HtmlPage {
    private static final String STYLE = "page.css";

    private final Comparison comparison;
    private final StringBuilder html = new StringBuilder();

    private HtmlPage(Comparison comparison) {
        this.comparison = comparison;
    }

    static String render(Comparison comparison) {
        return new HtmlPage(comparison).page();
    }

    private String page() {
        String title = comparison.models().stream().map(ModelResult::name).collect(Collectors.joining(", "));
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>")
                .append(Markup.escape("Benchmark of " + title))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<h1>Benchmark</h1>\n");
        paragraph("Measured against " + comparison.baseline() + " on "
                + comparison.machine().cpu() + ", " + comparison.machine().processors() + " processors, "
                + comparison.machine().runtime() + ", " + comparison.machine().os());
        verdicts();
        List<Section> sections = ComparisonTables.sections(comparison);
        section(sections.get(0));
        charts();
        sections.stream().skip(1).forEach(this::section);
        notes();
        return html.append("</body>\n</html>\n").toString();
    }

    private void paragraph(String text) {
        html.append("<p>").append(Markup.escape(text)).append("</p>\n");
    }

    private void verdicts() {
        if (comparison.verdicts().isEmpty()) {
            return;
        }
        html.append("<h2>Goals</h2>\n<ul class=\"goals\">\n");
        for (Verdict verdict : comparison.verdicts()) {
            html.append("<li class=\"")
                    .append(verdict.passed() ? "passed" : "missed")
                    .append("\">")
                    .append(Markup.escape(verdict.line()))
                    .append("</li>\n");
        }
        html.append("</ul>\n");
    }

    private void section(Section section) {
        if (!section.title().isEmpty()) {
            html.append("<h2>").append(Markup.escape(section.title())).append("</h2>\n");
        }
        html.append("<div class=\"scroll\"><table>\n<thead>");
        row("th", section.table().headers());
        html.append("</thead>\n<tbody>\n");
        section.table().rows().forEach(cells -> row("td", cells));
        html.append("</tbody>\n</table></div>\n");
    }

    private void row(String tag, List<String> cells) {
        html.append("<tr>");
        cells.forEach(cell -> html.append('<')
                .append(tag)
                .append('>')
                .append(Markup.escape(cell))
                .append("</")
                .append(tag)
                .append('>'));
        html.append("</tr>\n");
    }

    private void charts() {
        List<String> charts = ComparisonCharts.of(comparison);
        if (charts.isEmpty()) {
            return;
        }
        html.append("<h2>Pictures</h2>\n")
                .append(Legend.html(
                        comparison.models().stream().map(ModelResult::name).toList()));
        html.append("<div class=\"charts\">\n");
        charts.forEach(chart -> html.append("<figure>").append(chart).append("</figure>\n"));
        html.append("</div>\n");
        if (comparison.models().stream().anyMatch(model -> model.profile() != null)) {
            html.append("<p class=\"legend\">Bars: <span class=\"bar0\"></span> in floating point, ")
                    .append("<span class=\"bar1\"></span> on integers</p>\n");
        }
    }

    private void notes() {
        html.append("<h2>Notes</h2>\n<ul>\n");
        ComparisonTables.notes(comparison)
                .forEach(note -> html.append("<li>").append(Markup.escape(note)).append("</li>\n"));
        html.append("</ul>\n");
    }

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new AssertionError("bug: " + STYLE + " is not beside the class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE + ": cannot be read", e);
        }
    }
}
