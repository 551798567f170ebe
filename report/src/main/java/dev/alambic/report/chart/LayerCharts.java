package dev.alambic.report.chart;

import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Role;
import dev.alambic.chart.table.Numbers;
import dev.alambic.report.run.LayerErrors;
import dev.alambic.report.run.ModelStep;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What pruning and quantization did to each layer. */
public final class LayerCharts {

    /** Of more layers than these the worst are shown. */
    private static final int MOST_LAYERS = 24;

    private LayerCharts() {}

    /** Returns the sparsity of each layer, and the error of each layer for each model that has one. */
    public static List<BarChart> of(RunRecords run) {
        List<BarChart> charts = new ArrayList<>();
        TrainingCharts.layerSparsity(run.history()).ifPresent(charts::add);
        for (ModelStep step : run.steps()) {
            LayerErrors errors = step.errors();
            if (errors != null
                    && !(errors.layers().isEmpty() && errors.outputs().isEmpty())) {
                charts.add(errors(step.model(), errors));
            }
        }
        return charts;
    }

    private static BarChart errors(String model, LayerErrors errors) {
        List<Bar> bars = new ArrayList<>();
        shown(errors.layers()).forEach(layer -> bars.add(bar(layer, Role.STUDENT)));
        errors.outputs().forEach(output -> bars.add(bar(output, Role.TEACHER)));
        String worst = errors.layers().size() > MOST_LAYERS
                ? " The " + MOST_LAYERS + " worst of " + errors.layers().size() + " layers."
                : "";
        String sentence = "Error of each layer against " + errors.against()
                + ", as a part of its signal, and the same in decibels, on " + errors.samples()
                + " samples; the last is the output as it runs." + worst;
        return new BarChart(new Caption("Error of " + model, sentence), bars);
    }

    /** Returns the layers to show, in the order of computation. */
    private static List<LayerErrors.Layer> shown(List<LayerErrors.Layer> layers) {
        double least = layers.stream()
                .map(LayerErrors.Layer::noise)
                .sorted(Comparator.reverseOrder())
                .limit(MOST_LAYERS)
                .reduce(Double.POSITIVE_INFINITY, Math::min);
        return layers.stream()
                .filter(layer -> layer.noise() >= least)
                .limit(MOST_LAYERS)
                .toList();
    }

    private static Bar bar(LayerErrors.Layer layer, Role role) {
        return Bar.of(layer.name(), layer.noise(), text(layer), role);
    }

    private static String text(LayerErrors.Layer layer) {
        if (layer.noise() == 0) {
            return "exact";
        }
        if (Double.isInfinite(layer.noise())) {
            return "unbounded";
        }
        return Numbers.percent(layer.noise(), layer.noise() < 0.001 ? 3 : 2) + " · "
                + Numbers.fixed(layer.sqnrDecibels(), 0) + " dB";
    }
}
