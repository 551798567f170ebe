package dev.alambic.bench.format;

import dev.alambic.bench.chart.BarChart;
import dev.alambic.bench.chart.LineChart;
import dev.alambic.bench.chart.Series;
import dev.alambic.bench.chart.TradeOffChart;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Draws what is easier seen than read: what quality costs, how models scale, where their time goes. */
final class ComparisonCharts {
    private static final int MOST_BARS = 12;

    private final Comparison comparison;

    private ComparisonCharts(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Returns pictures as SVG, those for which there is something to show. */
    static List<String> of(Comparison comparison) {
        ComparisonCharts charts = new ComparisonCharts(comparison);
        List<String> all = new ArrayList<>();
        charts.tradeOff().ifPresent(chart -> all.add(chart.svg()));
        charts.scaling("batch", latency -> latency.batch(), Setting::batch).forEach(chart -> all.add(chart.svg()));
        charts.scaling("threads", latency -> latency.threads(), Setting::threads)
                .forEach(chart -> all.add(chart.svg()));
        comparison.models().forEach(model -> time(model).ifPresent(chart -> all.add(chart.svg())));
        return all;
    }

    /** Accuracy if it is known, else agreement with the baseline. */
    private Optional<TradeOffChart> tradeOff() {
        return quality("accuracy %", Quality::accuracy)
                .or(() -> quality(
                        "agreement with " + comparison.baseline() + " %",
                        quality -> quality.likeness() == null
                                ? null
                                : quality.likeness().agreement()));
    }

    private Optional<TradeOffChart> quality(String title, Function<Quality, @Nullable Double> figure) {
        List<TradeOffChart.Model> points = new ArrayList<>();
        for (ModelResult model : comparison.models()) {
            Optional<Double> quality = Optional.ofNullable(model.quality()).map(figure);
            Optional<Latency> latency = model.latency().stream().findFirst();
            if (quality.isPresent() && latency.isPresent()) {
                points.add(new TradeOffChart.Model(model.name(), latency.get().p50Micros(), 100 * quality.get()));
            }
        }
        String across = "median time of a run, µs, "
                + comparison.models().get(0).latency().stream()
                        .findFirst()
                        .map(latency -> latency.setting().toString())
                        .orElse("");
        return points.size() < 2 ? Optional.empty() : Optional.of(new TradeOffChart(title, across, points));
    }

    /** Returns throughput and median over one axis of the matrix, the others as in the first setting. */
    private List<LineChart> scaling(String axis, ToDoubleFunction<Latency> x, Function<Setting, Integer> extent) {
        List<Latency> first = comparison.models().get(0).latency();
        long extents =
                first.stream().map(Latency::setting).map(extent).distinct().count();
        if (extents < 2) {
            return List.of();
        }
        Setting start = first.get(0).setting();
        Predicate<Setting> along = axis.equals("batch")
                ? setting -> setting.threads() == start.threads()
                        && setting.provider().equals(start.provider())
                : setting ->
                        setting.batch() == start.batch() && setting.provider().equals(start.provider());
        String fixed = axis.equals("batch") ? start.threads() + " thread(s)" : "batch " + start.batch();
        return List.of(
                new LineChart("samples per second, " + fixed, axis, false, series(along, x, Latency::samplesPerSecond)),
                new LineChart("median time of a run, µs, " + fixed, axis, true, series(along, x, Latency::p50Micros)));
    }

    private List<Series> series(Predicate<Setting> along, ToDoubleFunction<Latency> x, ToDoubleFunction<Latency> y) {
        return comparison.models().stream()
                .map(model -> new Series(
                        model.name(),
                        model.latency().stream()
                                .filter(latency -> along.test(latency.setting()))
                                .map(latency -> new Series.Point(x.applyAsDouble(latency), y.applyAsDouble(latency)))
                                .sorted((a, b) -> Double.compare(a.x(), b.x()))
                                .toList()))
                .toList();
    }

    private static Optional<BarChart> time(ModelResult model) {
        Profile profile = model.profile();
        if (profile == null || profile.nodes().isEmpty()) {
            return Optional.empty();
        }
        List<BarChart.Bar> bars = profile.byOperator().stream()
                .limit(MOST_BARS)
                .map(operator -> new BarChart.Bar(
                        operator.operator() + " × " + operator.nodes(),
                        operator.micros(),
                        operator.integer() / (double) operator.nodes(),
                        Numbers.format("%.1f %%", 100 * operator.share())))
                .toList();
        return Optional.of(new BarChart(model.name() + ": share of the time, " + profile.setting(), bars));
    }
}
