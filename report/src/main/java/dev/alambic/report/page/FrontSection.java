package dev.alambic.report.page;

import dev.alambic.report.chart.FrontChart;
import dev.alambic.report.chart.Fronts;
import dev.alambic.report.markup.Html;
import dev.alambic.report.markup.Tag;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.svg.FrontDrawing;
import java.util.List;
import java.util.stream.Stream;

/** What a smaller or faster model costs in accuracy. */
final class FrontSection implements Section {

    private final List<RunRecords> runs;
    private final List<FrontChart> charts;

    FrontSection(List<RunRecords> runs) {
        this.runs = runs;
        this.charts = Fronts.of(runs);
    }

    @Override
    public String key() {
        return "trade-off";
    }

    @Override
    public String title() {
        return "The trade-off";
    }

    @Override
    public boolean isEmpty() {
        return charts.isEmpty();
    }

    @Override
    public void write(Html html, String heading) {
        html.element("p", "intro", charts.get(0).sentence());
        if (testedOn().count() > 1) {
            html.element("p", "The runs were tested on different data: accuracies compare within a run only.");
        }
        html.in(Tag.of("ul", "legend"), this::keys);
        html.in(Tag.of("div", "halves"), grid -> charts.forEach(chart -> Figures.front(grid, chart, heading)));
    }

    private Stream<String> testedOn() {
        return runs.stream()
                .map(run -> run.origin().recipe().settings().getOrDefault("data.source", ""))
                .distinct();
    }

    private void keys(Html list) {
        if (runs.size() == 1) {
            key(list, "teacher", 0, runs.get(0).baseline());
            key(list, "student", 0, "made from it");
            return;
        }
        for (int i = 0; i < runs.size(); i++) {
            key(list, "other", i, Sections.name(runs, i));
        }
        key(list, "teacher", 0, "teachers");
        key(list, "student", 0, "made from them");
    }

    private static void key(Html list, String role, int group, String text) {
        Tag picture = Tag.of("svg")
                .with("viewBox", "-8 -8 16 16")
                .with("width", "14")
                .with("height", "14")
                .with("aria-hidden", "true");
        Tag marker = Tag.of("path", "point " + role).with("d", FrontDrawing.marker(group));
        list.in(
                Tag.of("li", "marker"),
                item -> item.in(picture, svg -> svg.in(marker, path -> {})).text(text));
    }
}
