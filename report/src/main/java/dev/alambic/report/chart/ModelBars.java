package dev.alambic.report.chart;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Role;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models of a run side by side, one chart for each quantity that was measured: shorter is better. */
public final class ModelBars {

    private ModelBars() {}

    public static List<BarChart> of(RunRecords records) {
        List<BarChart> charts = new ArrayList<>();
        Comparison comparison = records.comparison();
        if (comparison != null) {
            measured("File size", records, ModelBars::file).ifPresent(charts::add);
            for (Latency setting : comparison.models().get(0).latency()) {
                measured(latencyTitle(setting), records, model -> latency(model, setting))
                        .ifPresent(charts::add);
            }
            measured("Non-zero parameters", records, ModelBars::parameters).ifPresent(charts::add);
            measured("Peak memory", records, ModelBars::memory).ifPresent(charts::add);
        }
        (records.isRegression()
                        ? errors(records)
                        : records.isClassification() ? mistakes(records) : Optional.<BarChart>empty())
                .filter(chart -> chart.bars().stream().anyMatch(bar -> bar.value() > 0))
                .ifPresent(charts::add);
        return charts;
    }

    private static String latencyTitle(Latency setting) {
        return "Median latency, " + setting.setting();
    }

    private static Optional<BarChart> errors(RunRecords records) {
        return bars(
                "Mean error on the test split",
                records,
                variant -> variant.quality() instanceof RegressionMetrics metrics
                                && metrics.perTarget().size() == 1
                        ? new Measured(metrics.mae(), Numbers.significant(metrics.mae(), 4))
                        : null);
    }

    private static Optional<BarChart> mistakes(RunRecords records) {
        return bars(
                "Mistakes on the test split",
                records,
                variant -> variant.score()
                        .map(share -> new Measured(1 - share, Numbers.percent(1 - share)))
                        .orElse(null));
    }

    private static Optional<BarChart> measured(
            String title, RunRecords records, Function<ModelResult, @Nullable Measured> measure) {
        return bars(title, records, variant -> variant.measured() == null ? null : measure.apply(variant.measured()));
    }

    private static Optional<BarChart> bars(
            String title, RunRecords records, Function<Variant, @Nullable Measured> measure) {
        List<Bar> bars = new ArrayList<>();
        for (Variant variant : records.variants()) {
            Measured measured = measure.apply(variant);
            if (measured != null) {
                Role role = variant.baseline() ? Role.TEACHER : Role.STUDENT;
                bars.add(Bar.of(variant.name(), measured.value(), measured.text(), role));
            }
        }
        return bars.isEmpty() ? Optional.empty() : Optional.of(new BarChart(Caption.of(title), bars));
    }

    /** A figure and how it reads. */
    private record Measured(double value, String text) {}

    private static Measured file(ModelResult model) {
        return new Measured(model.fileBytes(), Numbers.bytes(model.fileBytes()));
    }

    private static Measured parameters(ModelResult model) {
        long parameters = model.size().nonZeroParameters();
        return new Measured(parameters, Numbers.grouped(parameters));
    }

    private static @Nullable Measured memory(ModelResult model) {
        return model.memory() == null
                ? null
                : new Measured(
                        model.memory().peakRssBytes(),
                        Numbers.bytes(model.memory().peakRssBytes()));
    }

    private static @Nullable Measured latency(ModelResult model, Latency setting) {
        return model.latency(setting.setting())
                .map(latency -> new Measured(latency.p50Micros(), Numbers.micros(latency.p50Micros())))
                .orElse(null);
    }
}
