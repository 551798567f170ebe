package dev.alambic.report.page;

import dev.alambic.chart.BarChart;
import dev.alambic.chart.Figure;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.chart.LayerCharts;
import dev.alambic.report.run.RunRecords;
import java.util.List;

/** What pruning and quantization did to each layer. */
final class LayersSection implements Section {

    private final List<BarChart> charts;

    LayersSection(RunRecords run) {
        this.charts = LayerCharts.of(run);
    }

    @Override
    public String key() {
        return "layers";
    }

    @Override
    public String title() {
        return "Layer by layer";
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
