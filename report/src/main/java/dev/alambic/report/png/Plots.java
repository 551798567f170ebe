package dev.alambic.report.png;

import dev.alambic.bench.record.ModelResult;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.report.chart.BarChart;
import dev.alambic.report.chart.LineChart;
import dev.alambic.report.chart.ModelBars;
import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.RunRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of a run as PNG files, for sharing. A machine without any font gives none.
 *
 * <p>{@code summary.png} is the whole run in one picture.
 */
public final class Plots {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 360;
    private static final int LEAST_BARS = 200;
    private static final int DASHBOARD_PANELS = 6;
    private static final List<String> ON_THE_DASHBOARD = List.of("accuracy", "student-loss", "sparsity");

    private final RunRecords records;

    private Plots(RunRecords records) {
        this.records = records;
    }

    /**
     * Writes the pictures into {@code folder}, replacing files of the same names.
     *
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static void write(RunRecords records, Path folder) {
        if (!Fonts.areThere()) {
            return;
        }
        Plots plots = new Plots(records);
        List<Figure> figures = new ArrayList<>();
        plots.sideBySide().ifPresent(figures::add);
        figures.addAll(plots.training());
        figures.addAll(plots.confusion());
        figures.add(plots.dashboard());
        figures.forEach(figure -> WholeFile.write(folder.resolve(figure.file()), figure.png(Theme.LIGHT)));
    }

    private List<Figure> training() {
        List<Figure> figures = new ArrayList<>();
        for (LineChart chart : TrainingCharts.of(records.history())) {
            figures.add(new Figure(chart.key() + ".png", new LinePanel(chart), WIDTH, HEIGHT));
        }
        TrainingCharts.layerSparsity(records.history()).map(BarPanel::new).ifPresent(panel -> {
            int height = Math.max(LEAST_BARS, panel.idealHeight());
            figures.add(new Figure("layer-sparsity.png", panel, WIDTH, height));
        });
        return figures;
    }

    /** Returns all quantities in one picture; empty if nothing was measured. */
    private Optional<Figure> sideBySide() {
        List<BarPanel> panels = bars();
        if (panels.isEmpty()) {
            return Optional.empty();
        }
        int columns = Math.min(2, panels.size());
        GridPanel grid = new GridPanel(panels, columns);
        int row = panels.stream().mapToInt(BarPanel::idealHeight).max().orElse(LEAST_BARS) + 12;
        return Optional.of(new Figure("models.png", grid, WIDTH * columns + 16, grid.rows() * row));
    }

    private List<BarPanel> bars() {
        List<BarPanel> panels = new ArrayList<>();
        for (BarChart chart : ModelBars.of(records)) {
            panels.add(new BarPanel(chart));
        }
        return panels;
    }

    private List<Figure> confusion() {
        return records.metrics().entrySet().stream()
                .map(entry -> confusion(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Figure confusion(String model, ClassificationMetrics metrics) {
        int size = Math.max(360, Math.min(760, 150 + 42 * metrics.confusion().size()));
        String file = "confusion-" + model.replaceAll("[^A-Za-z0-9._-]", "_") + ".png";
        return new Figure(file, matrix(model, metrics), size, size);
    }

    private MatrixPanel matrix(String model, ClassificationMetrics metrics) {
        return new MatrixPanel("Confusion of " + model, records.labels(metrics), metrics.confusion());
    }

    private Figure dashboard() {
        List<Panel> panels = new ArrayList<>();
        TrainingCharts.of(records.history()).stream()
                .filter(chart -> ON_THE_DASHBOARD.contains(chart.key()))
                .forEach(chart -> panels.add(new LinePanel(chart)));
        List<BarPanel> bars = bars();
        bars.stream().limit(2).forEach(panels::add);
        confusionOfChosen().ifPresent(panels::add);
        bars.stream()
                .skip(2)
                .limit(Math.max(0, DASHBOARD_PANELS - panels.size()))
                .forEach(panels::add);
        int rows = (panels.size() + 2) / 3;
        DashboardPanel panel = new DashboardPanel(records.origin().name(), Headline.of(records), panels);
        return new Figure("summary.png", panel, 1440, 210 + rows * 390);
    }

    private Optional<MatrixPanel> confusionOfChosen() {
        Optional<String> model = records.comparison() == null
                ? records.metrics().keySet().stream().findFirst()
                : Headline.chosen(records, records.comparison()).map(ModelResult::name);
        return model.flatMap(
                name -> Optional.ofNullable(records.metrics().get(name)).map(metrics -> matrix(name, metrics)));
    }
}
