package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.measure.ModelMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures how often a model is right. */
public final class EvaluateCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "evaluate",
                "<model.onnx>",
                "measure a classifier on labelled data: accuracy, precision, recall, F1, confusion, calibration",
                DeviceFlags.addTo(ImageFlags.addTo(ModelData.addTo(StateFlags.addState(new Flags())
                        .value("min-accuracy", "SHARE", "return 1 if the accuracy is below this, 0 to 1")))));
    }

    /** What was measured on what. */
    record Measured(String file, String data, int samples, List<String> labels, ClassificationMetrics metrics) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path file = arguments.modelFile();
        Optional<Double> goal = arguments.share("min-accuracy");
        OnnxModel model = StateFlags.told(arguments, OnnxModel.read(file));
        StateFlags.say(model, console);
        ModelData data = ModelData.read(arguments, file, model, "test");
        ClassificationMetrics metrics =
                ModelMetrics.measure(model, file.toString(), data.samples(), DeviceFlags.session(arguments));
        Measured measured = new Measured(
                arguments.operand(),
                data.part(),
                data.samples().size(),
                data.samples().classes(),
                metrics);
        console.result(measured, () -> text(measured));
        boolean missed = goal.isPresent() && metrics.accuracy() < goal.get();
        if (missed) {
            console.progress("accuracy " + Numbers.percent(metrics.accuracy()) + " is below the goal of "
                    + Numbers.percent(goal.get()));
        }
        return missed ? ExitCode.GOAL_MISSED : ExitCode.DONE;
    }

    private static String text(Measured measured) {
        ClassificationMetrics metrics = measured.metrics();
        TextTable figures = new TextTable("figure", "value")
                .row("accuracy", Numbers.percent(metrics.accuracy()))
                .row("macro precision", Numbers.percent(metrics.macroPrecision()))
                .row("macro recall", Numbers.percent(metrics.macroRecall()))
                .row("macro F1", Numbers.percent(metrics.macroF1()))
                .row("calibration error", Numbers.percent(metrics.expectedCalibrationError()))
                .row("cross-entropy", Numbers.fixed(metrics.crossEntropy(), 4));
        return measured.file() + " on " + measured.samples() + " samples, the " + measured.data() + "\n\n" + figures
                + "\n\n" + classes(measured) + "\n\n" + confusion(measured);
    }

    private static TextTable classes(Measured measured) {
        TextTable table = new TextTable("class", "precision", "recall", "F1", "samples");
        for (int i = 0; i < measured.labels().size(); i++) {
            ClassificationMetrics.ClassScore score =
                    measured.metrics().perClass().get(i);
            table.row(
                    measured.labels().get(i),
                    Numbers.percent(score.precision()),
                    Numbers.percent(score.recall()),
                    Numbers.percent(score.f1()),
                    score.support());
        }
        return table;
    }

    private static TextTable confusion(Measured measured) {
        List<String> titles = new ArrayList<>(List.of("true \\ predicted"));
        titles.addAll(measured.labels());
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (int i = 0; i < measured.labels().size(); i++) {
            List<Object> row = new ArrayList<>(List.of(measured.labels().get(i)));
            row.addAll(measured.metrics().confusion().get(i));
            table.row(row.toArray());
        }
        return table;
    }
}
