package dev.alambic.report.run;

import dev.alambic.bench.record.Comparison;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.trainer.training.EpochRecord;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a run left behind. Everything but the origin may be missing: an empty list or map, or null.
 *
 * @param history epochs of all phases in the order they happened
 * @param comparison the models measured side by side
 * @param answers what the models answered on the test split
 * @param steps how each model was made, in the order of making
 * @param data the samples, null if that was not recorded
 * @param missing what the run has not come to or did not record, one sentence each, without a full stop
 */
@RecordBuilder
public record RunRecords(
        Origin origin,
        List<EpochRecord> history,
        @Nullable Comparison comparison,
        Answers answers,
        List<ModelStep> steps,
        @Nullable DataParts data,
        List<String> missing)
        implements RunRecordsBuilder.With {

    /**
     * What the run was.
     *
     * @param name of the recipe
     * @param description what the recipe is for; may be empty
     * @param folder of the run; may be empty
     * @param environment facts about the machine and the programs, such as {@code java -> 17.0.15}
     * @param commands that repeat the run, one a line
     */
    public record Origin(
            String name,
            String description,
            String folder,
            Recipe recipe,
            Map<String, String> environment,
            List<String> commands) {
        public Origin {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            commands = List.copyOf(commands);
        }
    }

    /**
     * What the run was told.
     *
     * @param text as resolved, YAML; shown as it is
     * @param settings each value by its place, such as {@code student.training.epochs -> 25}
     */
    public record Recipe(long seed, String text, Map<String, String> settings) {
        public Recipe {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }
    }

    /**
     * What the models answered on the test split.
     *
     * @param labels class names in the order of the models' output
     * @param metrics by the names that the comparison uses, in the order to show
     * @param disagreements where the teacher and the model that the report speaks of differ
     * @param predictions numbers beside the true ones, of a regression
     */
    public record Answers(
            List<String> labels,
            Map<String, TaskMetrics> metrics,
            @Nullable Disagreements disagreements,
            @Nullable Predictions predictions) {

        /** No answers at all. */
        public static final Answers NONE = new Answers(List.of(), Map.of(), null, null);

        public Answers {
            labels = List.copyOf(labels);
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }

        /** Returns the class names, or numbers where there are not as many as classes. */
        public List<String> labels(ClassificationMetrics of) {
            int classes = of.confusion().size();
            return labels.size() == classes
                    ? labels
                    : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
    }

    public RunRecords {
        history = List.copyOf(history);
        steps = List.copyOf(steps);
        missing = List.copyOf(missing);
    }

    /** Returns a run of which nothing is known but what it was. */
    public static RunRecords of(Origin origin) {
        return new RunRecords(origin, List.of(), null, Answers.NONE, List.of(), null, List.of());
    }

    /** Returns the name of the model that the others are compared with. */
    public String baseline() {
        if (comparison != null) {
            return comparison.baseline();
        }
        return metrics().isEmpty() || metrics().containsKey("teacher")
                ? "teacher"
                : metrics().keySet().iterator().next();
    }

    /** Returns every model that something was measured of, the baseline first. */
    public List<Variant> variants() {
        Set<String> names = new LinkedHashSet<>();
        if (comparison != null) {
            comparison.models().forEach(model -> names.add(model.name()));
        }
        names.addAll(metrics().keySet());
        return names.stream()
                .map(name -> new Variant(
                        name,
                        name.equals(baseline()),
                        comparison == null ? null : comparison.model(name).orElse(null),
                        metrics().get(name)))
                .toList();
    }

    public RunRecords withLabels(List<String> labels) {
        return withAnswers(new Answers(labels, answers.metrics(), answers.disagreements(), answers.predictions()));
    }

    public RunRecords withMetrics(Map<String, ? extends TaskMetrics> metrics) {
        return withAnswers(new Answers(
                answers.labels(), new LinkedHashMap<>(metrics), answers.disagreements(), answers.predictions()));
    }

    public RunRecords withDisagreements(@Nullable Disagreements disagreements) {
        return withAnswers(new Answers(answers.labels(), answers.metrics(), disagreements, answers.predictions()));
    }

    public RunRecords withPredictions(@Nullable Predictions predictions) {
        return withAnswers(new Answers(answers.labels(), answers.metrics(), answers.disagreements(), predictions));
    }

    /** Returns whether the models answer with numbers. */
    public boolean isRegression() {
        return measure() == Measure.R2;
    }

    /** Returns whether the models tell several labels of a sample. */
    public boolean isMultiLabel() {
        return measure() == Measure.MACRO_AUC;
    }

    /** Returns whether the models do several tasks at once. */
    public boolean isMultiTask() {
        return measure() == Measure.MEAN_SCORE;
    }

    /** Returns whether the models tell one class of a sample. */
    public boolean isClassification() {
        return !isRegression() && !isMultiLabel() && !isMultiTask();
    }

    /** Returns the figure that models are chosen by. */
    public Measure measure() {
        return metrics().values().stream()
                .findFirst()
                .map(TaskMetrics::mainMeasure)
                .orElse(Measure.ACCURACY);
    }

    /** Returns what the test split said of each model, by name. */
    public Map<String, TaskMetrics> metrics() {
        return answers.metrics();
    }
}
