package dev.alambic.report.page;

import dev.alambic.chart.Chart;
import dev.alambic.chart.Figure;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.chart.LayerCharts;
import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.run.RunRecords;
import java.util.Collection;
import java.util.List;

/** A section of nothing but charts. */
record ChartsSection(String key, String title, Collection<? extends Chart> charts) implements Section {

    ChartsSection {
        charts = List.copyOf(charts);
    }

    /** Returns what happened epoch by epoch. */
    static ChartsSection training(RunRecords run) {
        return new ChartsSection(
                "training", "Training", TrainingCharts.of(run.history()).values());
    }

    /** Returns what pruning and quantization did to each layer. */
    static ChartsSection layers(RunRecords run) {
        return new ChartsSection("layers", "Layer by layer", LayerCharts.of(run));
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
