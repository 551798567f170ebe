package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Verdict;
import dev.alambic.chart.Chart;
import dev.alambic.chart.Figure;
import dev.alambic.chart.Key;
import dev.alambic.chart.Look;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Resource;
import dev.alambic.chart.markup.Tag;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a comparison as one page that needs no other file, no script and no network. */
final class HtmlPage {

    private final Comparison comparison;
    private final Html html = new Html();

    private HtmlPage(Comparison comparison) {
        this.comparison = comparison;
    }

    static String render(Comparison comparison) {
        return new HtmlPage(comparison).page();
    }

    private String page() {
        html.raw("<!DOCTYPE html>\n");
        html.in(
                Tag.of("html").with("lang", "en"),
                all -> all.in("head", this::head).line().in("body", body -> body()));
        return html.line().toString();
    }

    private void head(Html head) {
        String title = comparison.models().stream().map(ModelResult::name).collect(Collectors.joining(", "));
        head.empty(Tag.of("meta").with("charset", "utf-8"));
        head.empty(Tag.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"));
        head.element("title", "Benchmark of " + title).line();
        head.in("style", style -> style.raw(Figure.style()).raw(Resource.text(HtmlPage.class, "page.css")));
    }

    private void body() {
        html.element("h1", "Benchmark").line();
        html.element(
                        "p",
                        "Measured against " + comparison.baseline() + " on "
                                + comparison.machine().cpu() + ", "
                                + comparison.machine().processors() + " processors, "
                                + comparison.machine().runtime() + ", "
                                + comparison.machine().os())
                .line();
        verdicts();
        List<Section> sections = ComparisonTables.sections(comparison);
        section(sections.get(0));
        charts();
        sections.stream().skip(1).forEach(this::section);
        html.element("h2", "Notes");
        html.in(
                "ul",
                list -> ComparisonTables.notes(comparison)
                        .forEach(note -> list.line().element("li", note)));
    }

    private void verdicts() {
        if (comparison.verdicts().isEmpty()) {
            return;
        }
        html.element("h2", "Goals");
        html.in(Tag.of("ul", "goals"), list -> {
            for (Verdict verdict : comparison.verdicts()) {
                list.line().element("li", verdict.passed() ? "passed" : "missed", verdict.line());
            }
        });
        html.line();
    }

    private void section(Section section) {
        if (!section.title().isEmpty()) {
            html.element("h2", section.title()).line();
        }
        html.in(Tag.of("div", "scroll"), box -> section.table().write(box, Tag.of("table")));
        html.line();
    }

    private void charts() {
        List<Chart> charts = ComparisonCharts.of(comparison);
        if (charts.isEmpty()) {
            return;
        }
        html.element("h2", "Pictures");
        html.in(Tag.of("div", "charts"), grid -> charts.forEach(chart -> Figure.write(grid, chart, "h3")));
        if (comparison.models().stream().anyMatch(model -> model.profile() != null)) {
            html.element("p", "Bars:");
            Figure.keys(
                    html,
                    List.of(
                            new Key("in floating point", ComparisonCharts.FLOATS, Look.BLOCK),
                            new Key("on integers", ComparisonCharts.INTEGERS, Look.BLOCK)));
        }
    }
}
