package dev.alambic.report.page;

import dev.alambic.chart.Figure;
import dev.alambic.chart.LineChart;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.run.RunRecords;
import java.util.Collection;

/** What happened epoch by epoch. */
final class TrainingSection implements Section {

    private final Collection<LineChart> charts;

    TrainingSection(RunRecords run) {
        this.charts = TrainingCharts.of(run.history()).values();
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
        html.in(Tag.of("div", "thirds"), grid -> charts.forEach(chart -> Figure.write(grid, chart, heading)));
    }
}
