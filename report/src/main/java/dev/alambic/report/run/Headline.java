package dev.alambic.report.run;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.TaskMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was made, how small, how fast, how accurate.
 *
 * @param sentence one, for people
 * @param facts the figures in it and a few more
 */
public record Headline(String sentence, List<Fact> facts) {

    /**
     * A number to print large.
     *
     * @param name of the quantity
     * @param value with its unit
     * @param change against the baseline
     */
    public record Fact(String name, String value, Change change) {}

    /** A loss of this much accuracy, or R², is worth a smaller file when choosing what to speak of. */
    private static final double ACCURACY_TO_SPARE = 0.005;

    public Headline {
        facts = List.copyOf(facts);
    }

    public static Headline of(RunRecords records) {
        Comparison comparison = records.comparison();
        if (comparison == null || comparison.models().isEmpty()) {
            return new Headline("The models of this run were not measured side by side.", accuracies(records));
        }
        ModelResult teacher = comparison.model(comparison.baseline()).orElseThrow();
        return chosen(records, comparison)
                .map(student -> new Speech(records, teacher, student).headline())
                .orElseGet(() -> new Headline(
                        "One model was measured: " + teacher.name() + ", " + Numbers.bytes(teacher.fileBytes()) + ".",
                        accuracies(records)));
    }

    private static List<Fact> accuracies(RunRecords records) {
        return records.metrics().entrySet().stream()
                .map(entry -> new Fact(
                        entry.getValue().mainMeasure().title() + ", " + entry.getKey(),
                        FigureText.main(entry.getValue()),
                        Change.NONE))
                .toList();
    }

    /** Returns the smallest file among the models that are nearly as accurate as the best of them. */
    public static Optional<ModelResult> chosen(RunRecords records, Comparison comparison) {
        List<ModelResult> students = comparison.models().stream()
                .filter(model -> !model.name().equals(comparison.baseline()))
                .toList();
        double best = students.stream()
                .mapToDouble(model -> accuracy(records, model.name()))
                .max()
                .orElse(0);
        return students.stream()
                .filter(model -> accuracy(records, model.name()) >= best - ACCURACY_TO_SPARE)
                .min(Comparator.comparingLong(ModelResult::fileBytes));
    }

    private static double accuracy(RunRecords records, String model) {
        TaskMetrics metrics = records.metrics().get(model);
        return metrics == null ? 0 : metrics.main();
    }
}
