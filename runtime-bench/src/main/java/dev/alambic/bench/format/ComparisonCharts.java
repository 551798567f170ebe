package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Profile.OperatorTime;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Setting;
import dev.alambic.chart.Axis;
import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.BarChart.Part;
import dev.alambic.chart.Chart;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart;
import dev.alambic.chart.FrontChart.Point;
import dev.alambic.chart.Key;
import dev.alambic.chart.Line;
import dev.alambic.chart.LineChart;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.chart.table.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Draws what is easier seen than read: what quality costs, how models scale, where their time goes. */
record ComparisonCharts(Comparison comparison) {
    static final Role INTEGERS = Role.STUDENT;
    static final Role FLOATS = Role.TEACHER;

    private static final int MOST_BARS = 12;

    /** Returns what there is to show. */
    static List<Chart> of(Comparison comparison) {
        ComparisonCharts charts = new ComparisonCharts(comparison);
        List<Chart> all = new ArrayList<>();
        charts.tradeOff().ifPresent(all::add);
        all.addAll(charts.scaling("batch", latency -> latency.batch(), Setting::batch));
        all.addAll(charts.scaling("threads", latency -> latency.threads(), Setting::threads));
        comparison.models().forEach(model -> time(model).ifPresent(all::add));
        return all;
    }

    /** Returns which colour is whose. */
    private List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (ModelResult model : comparison.models()) {
            keys.add(new Key(model.name(), Role.ofSeries(keys.size()), Look.CIRCLE));
        }
        return keys;
    }

    /** Accuracy or R² if it is known, else agreement with the baseline. */
    private Optional<FrontChart> tradeOff() {
        return quality("accuracy", Quality::accuracy, Unit.SHARE)
                .or(() -> quality(
                        "R²",
                        quality -> quality.numbers() == null
                                ? null
                                : quality.numbers().r2(),
                        Unit.PLAIN))
                .or(() -> quality(
                        "macro AUC",
                        quality -> quality.labels() == null
                                ? null
                                : quality.labels().macroAuc(),
                        Unit.SHARE))
                .or(() -> quality(
                        "agreement with " + comparison.baseline(),
                        quality -> quality.likeness() == null
                                ? null
                                : quality.likeness().agreement(),
                        Unit.SHARE));
    }

    private Optional<FrontChart> quality(String title, Function<Quality, @Nullable Double> figure, Unit unit) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < comparison.models().size(); i++) {
            ModelResult model = comparison.models().get(i);
            Optional<Double> quality = Optional.ofNullable(model.quality()).map(figure);
            Optional<Latency> latency = model.latency().stream().findFirst();
            if (quality.isPresent() && latency.isPresent()) {
                double micros = latency.get().p50Micros();
                points.add(new Point(model.name(), micros, quality.get(), Role.ofSeries(i), Look.CIRCLE));
            }
        }
        String setting = comparison.models().get(0).latency().stream()
                .findFirst()
                .map(latency -> ", " + latency.setting())
                .orElse("");
        Axis across = new Axis("median time of a run" + setting, Unit.MICROS, Extent.FACTORS);
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(new FrontChart(
                        Caption.of(title + " over time"), across, Axis.of(title, unit), points, List.of(), keys()));
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
        Axis across = new Axis(axis, Unit.PLAIN, Extent.DOUBLING);
        return List.of(
                new LineChart(
                        Caption.of("samples per second, " + fixed),
                        across,
                        new Axis("samples per second", Unit.PLAIN, Extent.FROM_ZERO),
                        lines(along, x, Latency::samplesPerSecond)),
                new LineChart(
                        Caption.of("median time of a run, " + fixed),
                        across,
                        new Axis("median time of a run", Unit.MICROS, Extent.DOUBLING),
                        lines(along, x, Latency::p50Micros)));
    }

    private List<Line> lines(Predicate<Setting> along, ToDoubleFunction<Latency> x, ToDoubleFunction<Latency> y) {
        List<Line> lines = new ArrayList<>();
        for (ModelResult model : comparison.models()) {
            List<Latency> shown = model.latency().stream()
                    .filter(latency -> along.test(latency.setting()))
                    .sorted(Comparator.comparingDouble(x))
                    .toList();
            List<Double> places = shown.stream().map(x::applyAsDouble).toList();
            List<Double> heights = shown.stream().map(y::applyAsDouble).toList();
            lines.add(new Line(model.name(), places, heights, Role.ofSeries(lines.size()), Look.SOLID));
        }
        return lines;
    }

    private static Optional<BarChart> time(ModelResult model) {
        Profile profile = model.profile();
        if (profile == null || profile.nodes().isEmpty()) {
            return Optional.empty();
        }
        List<Bar> bars = profile.byOperator().stream()
                .limit(MOST_BARS)
                .map(ComparisonCharts::bar)
                .toList();
        return Optional.of(new BarChart(Caption.of(model.name() + ": share of the time, " + profile.setting()), bars));
    }

    private static Bar bar(OperatorTime operator) {
        double onIntegers = operator.micros() * operator.integer() / operator.nodes();
        return new Bar(
                operator.operator() + " × " + operator.nodes(),
                Numbers.percent(operator.share(), 1),
                List.of(new Part(onIntegers, INTEGERS), new Part(operator.micros() - onIntegers, FLOATS)));
    }
}
