package dev.alambic.report;

import dev.alambic.bench.Comparison;
import dev.alambic.bench.Latency;
import dev.alambic.bench.ModelResult;
import dev.alambic.onnx.metrics.ClassificationMetrics;
import dev.alambic.report.BarPanel.Bar;
import dev.alambic.report.Theme.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Draws teacher and student variants side by side. */
final class ModelFigures {

    static final String SIDE_BY_SIDE = "models.png";
    static final String SENTENCE = "Shorter is better, except for accuracy; latency is the median of one caller.";

    private static final int WIDTH = 1136;
    private static final int COLUMNS = 2;

    private ModelFigures() {}

    /** Returns one panel for each quantity that was measured. */
    static List<BarPanel> panels(RunRecords records) {
        List<BarPanel> panels = new ArrayList<>();
        Comparison comparison = records.comparison();
        if (comparison != null) {
            bars("File size", comparison, ModelFigures::fileBar).ifPresent(panels::add);
            for (Latency setting : comparison.models().get(0).latency()) {
                bars(latencyTitle(setting), comparison, model -> latencyBar(model, setting))
                        .ifPresent(panels::add);
            }
            bars("Non-zero parameters", comparison, ModelFigures::parameterBar).ifPresent(panels::add);
            bars("Peak memory above the empty runtime", comparison, ModelFigures::memoryBar)
                    .ifPresent(panels::add);
        }
        accuracy(records).ifPresent(panels::add);
        return panels;
    }

    private static String latencyTitle(Latency setting) {
        return String.format(
                Locale.ROOT,
                "Median latency, batch %d, %d thread%s",
                setting.batch(),
                setting.threads(),
                setting.threads() == 1 ? "" : "s");
    }

    static Optional<BarPanel> accuracy(RunRecords records) {
        List<Bar> bars = records.metrics().entrySet().stream()
                .map(entry -> accuracyBar(records, entry.getKey(), entry.getValue()))
                .toList();
        return bars.isEmpty() ? Optional.empty() : Optional.of(new BarPanel("Accuracy on the test split", bars));
    }

    private static Bar accuracyBar(RunRecords records, String model, ClassificationMetrics metrics) {
        Comparison comparison = records.comparison();
        String baseline = comparison == null ? "teacher" : comparison.baseline();
        return new Bar(model, metrics.accuracy(), Numbers.accuracy(metrics.accuracy()), role(model, baseline));
    }

    private static Optional<BarPanel> bars(
            String title, Comparison comparison, Function<ModelResult, @Nullable Measured> measure) {
        List<Bar> bars = new ArrayList<>();
        for (ModelResult model : comparison.models()) {
            Measured measured = measure.apply(model);
            if (measured != null) {
                bars.add(new Bar(
                        model.name(), measured.value(), measured.text(), role(model.name(), comparison.baseline())));
            }
        }
        return bars.isEmpty() ? Optional.empty() : Optional.of(new BarPanel(title, bars));
    }

    /** A figure and how it reads. */
    private record Measured(double value, String text) {}

    private static Measured fileBar(ModelResult model) {
        return new Measured(model.fileBytes(), Numbers.bytes(model.fileBytes()));
    }

    private static Measured parameterBar(ModelResult model) {
        long parameters = model.size().nonZeroParameters();
        return new Measured(parameters, Numbers.count(parameters));
    }

    private static @Nullable Measured memoryBar(ModelResult model) {
        return model.memory() == null
                ? null
                : new Measured(
                        model.memory().peakRssBytes(),
                        Numbers.bytes(model.memory().peakRssBytes()));
    }

    private static @Nullable Measured latencyBar(ModelResult model, Latency setting) {
        return model.latency(setting.setting())
                .map(latency -> new Measured(latency.p50Micros(), Numbers.micros(latency.p50Micros())))
                .orElse(null);
    }

    private static Role role(String model, String baseline) {
        return model.equals(baseline) ? Role.TEACHER : Role.STUDENT;
    }

    /** Returns all panels in one picture; empty if nothing was measured. */
    static Optional<Figure> sideBySide(RunRecords records) {
        List<BarPanel> panels = panels(records);
        if (panels.isEmpty()) {
            return Optional.empty();
        }
        int columns = Math.min(COLUMNS, panels.size());
        GridPanel grid = new GridPanel(panels, columns);
        int row = panels.stream().mapToInt(BarPanel::idealHeight).max().orElse(200) + 12;
        return Optional.of(new Figure(SIDE_BY_SIDE, SENTENCE, grid, WIDTH * columns / COLUMNS, grid.rows() * row));
    }

    /** Returns one quantity as a picture of its own. */
    static Figure alone(BarPanel panel) {
        return new Figure("bars.png", panel.title(), panel, WIDTH / COLUMNS, panel.idealHeight());
    }

    /** Returns one confusion matrix for each model with metrics. */
    static List<Figure> confusion(RunRecords records) {
        return records.metrics().entrySet().stream()
                .map(entry -> confusion(entry.getKey(), entry.getValue(), records.labels()))
                .toList();
    }

    static Figure confusion(String model, ClassificationMetrics metrics, List<String> labels) {
        List<String> names = labels(metrics, labels);
        int size = Math.max(360, Math.min(760, 150 + 42 * names.size()));
        return new Figure(
                "confusion-" + fileName(model) + ".png",
                "How often each class was taken for each other on the test split; the shade is the share of the row.",
                new MatrixPanel("Confusion of " + model, names, metrics.confusion()),
                size,
                size);
    }

    /** Returns the class names, or numbers where there are not as many as classes. */
    static List<String> labels(ClassificationMetrics metrics, List<String> labels) {
        int classes = metrics.confusion().size();
        if (labels.size() == classes) {
            return labels;
        }
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    static String fileName(String model) {
        return model.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
