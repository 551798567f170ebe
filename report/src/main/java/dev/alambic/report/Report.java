package dev.alambic.report;

import dev.alambic.bench.Comparison;
import dev.alambic.onnx.file.WholeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes pictures and a page from the records of a run.
 *
 * <p>The pictures go to {@code plots/} as PNG files, the page to {@code report.html}, which holds everything it shows
 * and asks the network for nothing. Needs no screen; on a machine without any font the pictures are left out and the
 * page says so.
 */
public final class Report {

    private static final int DASHBOARD_PANELS = 6;

    private Report() {}

    /**
     * Writes the report into {@code folder}, replacing files of the same names.
     *
     * @return the page
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static Path write(RunRecords records, Path folder) {
        boolean drawn = Fonts.areThere();
        List<Figure> figures = drawn ? figures(records) : List.of();
        if (drawn) {
            figures.forEach(
                    figure -> WholeFile.write(folder.resolve("plots").resolve(figure.file()), figure.png(Theme.LIGHT)));
            WholeFile.write(
                    folder.resolve("plots").resolve("summary.png"),
                    dashboard(records).png(Theme.LIGHT));
        }
        Path page = folder.resolve("report.html");
        WholeFile.write(page, new Page(records, figures, drawn).html());
        return page;
    }

    static List<Figure> figures(RunRecords records) {
        List<Figure> figures = new ArrayList<>();
        ModelFigures.sideBySide(records).ifPresent(figures::add);
        figures.addAll(TrainingFigures.of(records.history()));
        figures.addAll(ModelFigures.confusion(records));
        return figures;
    }

    static Figure dashboard(RunRecords records) {
        List<Panel> panels = new ArrayList<>();
        TrainingFigures.of(records.history()).stream()
                .filter(figure -> List.of("accuracy.png", "student-loss.png", "sparsity.png")
                        .contains(figure.file()))
                .forEach(figure -> panels.add(figure.panel()));
        List<BarPanel> bars = ModelFigures.panels(records);
        bars.stream().limit(2).forEach(panels::add);
        confusionOfChosen(records).ifPresent(panels::add);
        bars.stream()
                .skip(2)
                .limit(Math.max(0, DASHBOARD_PANELS - panels.size()))
                .forEach(panels::add);
        int rows = (panels.size() + 2) / 3;
        return new Figure(
                "summary.png",
                "The run in one picture.",
                new DashboardPanel(records.origin().name(), Headline.of(records), panels),
                1440,
                210 + rows * 390);
    }

    private static Optional<Panel> confusionOfChosen(RunRecords records) {
        @Nullable Comparison comparison = records.comparison();
        Optional<String> model = comparison == null
                ? records.metrics().keySet().stream().findFirst()
                : Headline.chosen(records, comparison).map(chosen -> chosen.name());
        return model.flatMap(name -> Optional.ofNullable(records.metrics().get(name))
                .map(metrics -> new MatrixPanel(
                        "Confusion of " + name, ModelFigures.labels(metrics, records.labels()), metrics.confusion())));
    }
}
