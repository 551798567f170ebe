package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.report.run.FigureText;
import dev.alambic.run.UsageException;
import dev.alambic.run.measure.ModelMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Measures how often a model is right, or how far its numbers lie from the true ones. */
public final class EvaluateCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "evaluate",
                "<model.onnx>",
                "measure a model on labelled data: accuracy, precision, recall, F1, confusion, calibration; R², MAE, RMSE;"
                        + " AUC and F1 of several labels",
                DeviceFlags.addTo(ImageFlags.addTo(ModelData.addTo(StateFlags.addState(new Flags())
                        .value("min-accuracy", "SHARE", "return 1 if the accuracy is below this, 0 to 1")
                        .value("min-auc", "SHARE", "return 1 if the macro AUC of several labels is below this, 0 to 1")
                        .value("min-r2", "NUMBER", "return 1 if R² is below this, at most 1")
                        .value(
                                "min",
                                "FIGURE=NUMBER",
                                "return 1 if a figure of several tasks is below this, such as digit.accuracy=0.9; may be"
                                        + " repeated")))));
    }

    /** What was measured on what. */
    record Measured(
            String file,
            String data,
            int samples,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> targets,
            TaskMetrics metrics) {

        static Measured of(String file, ModelData data, TaskMetrics metrics) {
            Targets targets = data.samples().targets();
            boolean numbers = targets instanceof Targets.Numbers;
            return new Measured(
                    file,
                    data.part(),
                    data.samples().size(),
                    numbers ? List.of() : targets.names(),
                    numbers ? targets.names() : List.of(),
                    metrics);
        }
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Path file = arguments.modelFile();
        OnnxModel model = StateFlags.told(arguments, OnnxModel.read(file));
        StateFlags.say(model, console);
        ModelData data = ModelData.read(arguments, file, model, "test");
        Optional<Double> goal = goal(arguments, data.samples().targets());
        TaskMetrics metrics =
                ModelMetrics.measure(model, file.toString(), data.samples(), DeviceFlags.session(arguments));
        Measured measured = Measured.of(arguments.operand(), data, metrics);
        Map<String, Double> least = least(arguments, metrics);
        console.result(measured, () -> text(measured));
        Measure measure = metrics.mainMeasure();
        boolean missed = goal.isPresent() && metrics.main() < goal.get();
        if (missed) {
            console.progress(measure.title() + " " + FigureText.main(metrics) + " is below the goal of "
                    + FigureText.of(measure, goal.get()));
        }
        for (Map.Entry<String, Double> bound : least.entrySet()) {
            double value = metrics.allByKey().getOrDefault(bound.getKey(), Double.NaN);
            if (!(value >= bound.getValue())) {
                missed = true;
                console.progress(FigureText.title(bound.getKey()) + " " + FigureText.ofKey(bound.getKey(), value)
                        + " is below the goal of " + FigureText.ofKey(bound.getKey(), bound.getValue()));
            }
        }
        return missed ? ExitCode.GOAL_MISSED : ExitCode.DONE;
    }

    /** Returns the goals by the names of their figures. */
    private static Map<String, Double> least(Arguments arguments, TaskMetrics metrics) {
        List<String> known = metrics.allByKey().keySet().stream()
                .filter(key ->
                        FigureText.measure(key).filter(Measure::higherIsBetter).isPresent())
                .toList();
        Map<String, Double> goals = new LinkedHashMap<>();
        for (String told : arguments.texts("min")) {
            int end = told.indexOf('=');
            String figure = told.substring(0, Math.max(0, end));
            if (!known.contains(figure)) {
                throw new UsageException("evaluate: --min names a figure and its goal (expected FIGURE=NUMBER, a figure"
                        + " being one of " + String.join(", ", known) + ", was '" + told + "')");
            }
            goals.put(figure, number(figure, told.substring(end + 1)));
        }
        return goals;
    }

    private static double number(String figure, String told) {
        try {
            double number = Double.parseDouble(told);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UsageException("evaluate: --min " + figure + ": expected a number, was '" + told + "'");
    }

    private static Optional<Double> goal(Arguments arguments, Targets targets) {
        Map<String, Optional<Double>> goals = new LinkedHashMap<>();
        goals.put("min-accuracy", arguments.share("min-accuracy"));
        goals.put("min-auc", arguments.share("min-auc"));
        goals.put("min-r2", arguments.number("min-r2"));
        String own = own(targets);
        goals.forEach((flag, goal) -> {
            if (goal.isPresent() && !flag.equals(own)) {
                throw new UsageException(
                        "evaluate: a goal of another task (expected --" + own + ", was --" + flag + ")");
            }
        });
        return goals.getOrDefault(own, Optional.empty());
    }

    private static String own(Targets targets) {
        if (targets instanceof Targets.Several) {
            return "min";
        }
        return targets instanceof Targets.Classes
                ? "min-accuracy"
                : targets instanceof Targets.Labels ? "min-auc" : "min-r2";
    }

    private static String text(Measured measured) {
        return measured.file() + " on " + measured.samples() + " samples, " + ModelData.spoken(measured.data()) + "\n\n"
                + text(measured.metrics(), measured.labels());
    }

    /** @param labels of classes; not used of others */
    private static String text(TaskMetrics metrics, List<String> labels) {
        if (metrics instanceof MultiTaskMetrics several) {
            return several.tasks().entrySet().stream()
                    .map(task -> task.getKey() + "\n\n"
                            + text(
                                    task.getValue(),
                                    labels.stream()
                                            .filter(label -> label.startsWith(task.getKey() + "."))
                                            .map(label -> label.substring(
                                                    task.getKey().length() + 1))
                                            .toList()))
                    .collect(Collectors.joining("\n\n", "mean score " + FigureText.main(several) + "\n\n", ""));
        }
        if (metrics instanceof MultiLabelMetrics several) {
            return labels(several);
        }
        return metrics instanceof ClassificationMetrics classes
                ? text(labels, classes)
                : numbers((RegressionMetrics) metrics);
    }

    private static String labels(MultiLabelMetrics metrics) {
        TextTable figures = new TextTable("figure", "value")
                .row("macro AUC", Numbers.percent(metrics.macroAuc()))
                .row("macro F1", Numbers.percent(metrics.macroF1()))
                .row("micro F1", Numbers.percent(metrics.microF1()))
                .row("exact match", Numbers.percent(metrics.exactMatch()))
                .row("cross-entropy", Numbers.fixed(metrics.crossEntropy(), 4));
        TextTable table = new TextTable("label", "AUC", "precision", "recall", "F1", "samples");
        metrics.perLabel()
                .forEach(score -> table.row(
                        score.label(),
                        score.auc() == null ? "-" : Numbers.percent(score.auc()),
                        Numbers.percent(score.precision()),
                        Numbers.percent(score.recall()),
                        Numbers.percent(score.f1()),
                        score.support()));
        return figures + "\n\n" + table;
    }

    private static String numbers(RegressionMetrics metrics) {
        TextTable table = new TextTable("target", "R²", "MAE", "RMSE", "bias", "largest error", "deviation of truth");
        metrics.perTarget()
                .forEach(score -> table.row(
                        score.target(),
                        Numbers.fixed(score.r2(), 4),
                        Numbers.significant(score.mae(), 4),
                        Numbers.significant(score.rmse(), 4),
                        Numbers.significant(score.bias(), 4),
                        Numbers.significant(score.largestError(), 4),
                        Numbers.significant(score.deviation(), 4)));
        if (metrics.perTarget().size() > 1) {
            table.row(
                    "mean",
                    Numbers.fixed(metrics.r2(), 4),
                    Numbers.significant(metrics.mae(), 4),
                    Numbers.significant(metrics.rmse(), 4),
                    "-",
                    "-",
                    "-");
        }
        return table.toString();
    }

    private static String text(List<String> labels, ClassificationMetrics metrics) {
        TextTable figures = new TextTable("figure", "value")
                .row("accuracy", Numbers.percent(metrics.accuracy()))
                .row("macro precision", Numbers.percent(metrics.macroPrecision()))
                .row("macro recall", Numbers.percent(metrics.macroRecall()))
                .row("macro F1", Numbers.percent(metrics.macroF1()))
                .row("calibration error", Numbers.percent(metrics.expectedCalibrationError()))
                .row("cross-entropy", Numbers.fixed(metrics.crossEntropy(), 4));
        return figures + "\n\n" + classes(labels, metrics) + "\n\n" + confusion(labels, metrics);
    }

    private static TextTable classes(List<String> labels, ClassificationMetrics metrics) {
        TextTable table = new TextTable("class", "precision", "recall", "F1", "samples");
        for (int i = 0; i < labels.size(); i++) {
            ClassificationMetrics.ClassScore score = metrics.perClass().get(i);
            table.row(
                    labels.get(i),
                    Numbers.percent(score.precision()),
                    Numbers.percent(score.recall()),
                    Numbers.percent(score.f1()),
                    score.support());
        }
        return table;
    }

    private static TextTable confusion(List<String> labels, ClassificationMetrics metrics) {
        List<String> titles = new ArrayList<>(List.of("true \\ predicted"));
        titles.addAll(labels);
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (int i = 0; i < labels.size(); i++) {
            List<Object> row = new ArrayList<>(List.of(labels.get(i)));
            row.addAll(metrics.confusion().get(i));
            table.row(row.toArray());
        }
        return table;
    }
}
