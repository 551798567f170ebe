package dev.alambic.report.page;

import dev.alambic.report.chart.LineChart;
import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.markup.Html;
import dev.alambic.report.markup.Tag;
import dev.alambic.report.run.RunRecords;
import java.util.List;

/** What happened epoch by epoch. */
final class TrainingSection implements Section {

    private final List<LineChart> charts;

    TrainingSection(RunRecords run) {
        this.charts = TrainingCharts.of(run.history());
    }

    @Override
    public String key() {
        return "training";
    }

    @Override
    public String title() {
        return "Training";
    }

    @Override
    public boolean isEmpty() {
        return charts.isEmpty();
    }

    @Override
    public void write(Html html, String heading) {
        html.in(Tag.of("div", "thirds"), grid -> charts.forEach(chart -> Figures.lines(grid, chart, heading)));
    }
}
