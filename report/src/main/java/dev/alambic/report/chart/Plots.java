package dev.alambic.report.chart;

import dev.alambic.bench.record.ModelResult;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.Chart;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Dashboard;
import dev.alambic.chart.Dashboard.Fact;
import dev.alambic.chart.LineChart;
import dev.alambic.chart.MatrixChart;
import dev.alambic.chart.Picture;
import dev.alambic.chart.Role;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.Predictions;
import dev.alambic.report.run.RunRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures of a run as PNG files, for sharing. A machine without any font gives none.
 *
 * <p>{@code summary.png} is the whole run in one picture.
 */
public final class Plots {

    private static final int WIDTH = 560;
    private static final int DASHBOARD_WIDTH = 1440;
    private static final int DASHBOARD_CHARTS = 6;
    private static final int DASHBOARD_COLUMNS = 3;
    private static final List<String> ON_THE_DASHBOARD = List.of("accuracy", "r2", "student-loss", "sparsity");

    private final RunRecords records;
    private final Map<String, LineChart> curves;
    private final List<BarChart> bars;
    private final Map<String, Picture> pictures = new LinkedHashMap<>();

    private Plots(RunRecords records) {
        this.records = records;
        this.curves = TrainingCharts.of(records.history());
        this.bars = ModelBars.of(records);
    }

    /**
     * Writes the pictures into {@code folder}, replacing files of the same names.
     *
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static void write(RunRecords records, Path folder) {
        if (Picture.hasFonts()) {
            new Plots(records)
                    .all()
                    .forEach((name, picture) -> WholeFile.write(folder.resolve(name + ".png"), picture.png()));
        }
    }

    /** Returns the pictures by the names of their files. */
    private Map<String, Picture> all() {
        if (!bars.isEmpty()) {
            int columns = Math.min(2, bars.size());
            add("models", new Dashboard(Caption.of(""), List.of(), columns, List.copyOf(bars)), WIDTH * columns + 16);
        }
        curves.forEach((name, chart) -> add(name, chart, WIDTH));
        TrainingCharts.layerSparsity(records.history()).ifPresent(chart -> add("layer-sparsity", chart, WIDTH));
        List<Chart> numbers = numbersOfChosen();
        for (int i = 0; i < numbers.size(); i++) {
            add("numbers" + (numbers.size() == 1 ? "" : "-" + (i + 1)), numbers.get(i), WIDTH);
        }
        records.metrics().forEach((model, measured) -> {
            if (!(measured instanceof ClassificationMetrics metrics)) {
                return;
            }
            int size =
                    Math.max(360, Math.min(760, 150 + 42 * metrics.confusion().size()));
            add("confusion-" + model.replaceAll("[^A-Za-z0-9._-]", "_"), matrix(model, metrics), size);
        });
        add("summary", dashboard(), DASHBOARD_WIDTH);
        return pictures;
    }

    private void add(String name, Chart chart, int width) {
        pictures.put(name, Picture.of(chart, width));
    }

    private MatrixChart matrix(String model, ClassificationMetrics metrics) {
        return new MatrixChart(
                Caption.of("Confusion of " + model), records.answers().labels(metrics), metrics.confusion());
    }

    private Dashboard dashboard() {
        List<Chart> charts = new ArrayList<>();
        curves.forEach((name, chart) -> {
            if (ON_THE_DASHBOARD.contains(name)) {
                charts.add(chart);
            }
        });
        bars.stream().limit(2).forEach(charts::add);
        confusionOfChosen().ifPresent(charts::add);
        numbersOfChosen().stream().limit(1).forEach(charts::add);
        bars.stream()
                .skip(2)
                .limit(Math.max(0, DASHBOARD_CHARTS - charts.size()))
                .forEach(charts::add);
        Headline headline = Headline.of(records);
        List<Fact> facts = headline.facts().stream().map(Plots::fact).toList();
        Caption caption = new Caption(records.origin().name(), headline.sentence());
        return new Dashboard(caption, facts, Math.max(1, Math.min(DASHBOARD_COLUMNS, charts.size())), charts);
    }

    private static Fact fact(Headline.Fact fact) {
        Role tone = switch (fact.change().tone()) {
            case BETTER -> Role.BETTER;
            case SAME -> Role.OTHER;
            case WORSE -> Role.WORSE;
        };
        return new Fact(fact.name(), fact.value(), fact.change().text(), tone);
    }

    private Optional<MatrixChart> confusionOfChosen() {
        return chosen().flatMap(name -> records.metrics().get(name) instanceof ClassificationMetrics metrics
                ? Optional.of(matrix(name, metrics))
                : Optional.empty());
    }

    /** Returns the numbers of the model that the report speaks of over the true ones, one chart a target. */
    private List<Chart> numbersOfChosen() {
        Predictions predictions = records.answers().predictions();
        if (predictions == null) {
            return List.of();
        }
        List<Chart> charts = new ArrayList<>();
        chosen().ifPresent(model -> predictions
                .models()
                .getOrDefault(model, List.of())
                .forEach(target -> charts.add(NumberCharts.scatter(model, target, Role.STUDENT))));
        return charts;
    }

    private Optional<String> chosen() {
        return records.comparison() == null
                ? records.metrics().keySet().stream().findFirst()
                : Headline.chosen(records, records.comparison()).map(ModelResult::name);
    }
}
