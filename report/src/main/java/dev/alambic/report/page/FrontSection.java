package dev.alambic.report.page;

import dev.alambic.chart.Figure;
import dev.alambic.chart.FrontChart;
import dev.alambic.chart.Key;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.chart.Fronts;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a smaller or faster model costs in accuracy. */
record FrontSection(List<RunRecords> runs, List<FrontChart> charts) {

    static Section of(List<RunRecords> runs) {
        FrontSection section = new FrontSection(runs, Fronts.of(runs));
        return new Section("trade-off", "The trade-off", section.charts.isEmpty(), section::write);
    }

    private void write(Html html, String heading) {
        html.element("p", "intro", Fronts.sentence(runs));
        if (testedOn().count() > 1) {
            html.element(
                    "p",
                    runs.stream().anyMatch(RunRecords::isRegression)
                            ? "The runs were tested on different data: R² compares within a run only."
                            : "The runs were tested on different data: accuracies compare within a run only.");
        }
        Figure.keys(html, keys());
        html.in(Tag.of("div", "halves"), grid -> charts.forEach(chart -> Figure.write(grid, chart, heading)));
    }

    private Stream<String> testedOn() {
        return runs.stream()
                .map(run -> run.origin().recipe().settings().getOrDefault("data.source", ""))
                .distinct();
    }

    private List<Key> keys() {
        if (runs.size() == 1) {
            return List.of(
                    new Key(runs.get(0).baseline(), Role.TEACHER, Look.CIRCLE),
                    new Key("made from it", Role.STUDENT, Look.CIRCLE));
        }
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            keys.add(new Key(Sections.name(runs, i), Role.OTHER, Look.ofGroup(i)));
        }
        keys.add(new Key("teachers", Role.TEACHER, Look.CIRCLE));
        keys.add(new Key("made from them", Role.STUDENT, Look.CIRCLE));
        return keys;
    }
}
