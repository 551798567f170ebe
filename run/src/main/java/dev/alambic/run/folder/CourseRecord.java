package dev.alambic.run.folder;

import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.report.run.FigureText;
import dev.alambic.trainer.experiment.CourseStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The networks that came one after another on the way to the student.
 *
 * @param measure key of the figure that they are compared by
 * @param steps in the order in which they were trained
 */
public record CourseRecord(String measure, List<Step> steps) {

    /**
     * One network.
     *
     * @param phase that of its epochs in the history
     * @param by whom it learnt from; empty if from nobody
     * @param weights that were trained
     * @param validation figure on the validation split; null if there is none
     * @param test figure on the test split; null if there is none
     * @param kept whether it is the student
     * @param notes what should be known of it
     */
    public record Step(
            String phase,
            String by,
            long weights,
            @Nullable Double validation,
            @Nullable Double test,
            boolean kept,
            List<String> notes) {}

    public CourseRecord {
        steps = List.copyOf(steps);
    }

    public static CourseRecord of(List<CourseStep> course, Measure measure) {
        return new CourseRecord(
                measure.key(), course.stream().map(CourseRecord::step).toList());
    }

    private static Step step(CourseStep step) {
        TaskMetrics test = step.test();
        return new Step(
                step.phase(),
                step.by(),
                step.weights(),
                Double.isNaN(step.validation()) ? null : (Double) step.validation(),
                test == null ? null : (Double) test.main(),
                step.kept(),
                step.notes());
    }

    /** Returns the phase of the network that is the student. */
    public String kept() {
        return steps.stream().filter(Step::kept).map(Step::phase).findFirst().orElse(ModelNames.STUDENT);
    }

    /** Returns what each network came to, one sentence a network. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Step step : steps) {
            sentences.add(named(step.phase) + ", " + step.weights + " weights"
                    + (step.by.isEmpty() ? "" : ", taught by " + named(step.by)) + ": "
                    + figures(step) + (step.kept ? "; kept as the student" : ""));
            step.notes.forEach(note -> sentences.add(named(step.phase) + ": " + note));
        }
        return sentences;
    }

    private String figures(Step step) {
        Measure figure = Measure.ofKey(measure).orElse(Measure.ACCURACY);
        List<String> figures = new ArrayList<>();
        if (step.validation != null) {
            figures.add("validation " + FigureText.of(figure, step.validation));
        }
        if (step.test != null) {
            figures.add("test " + FigureText.of(figure, step.test));
        }
        return figures.stream().collect(Collectors.joining(", ", figure.title() + " ", ""));
    }

    private static String named(String phase) {
        return phase.replace('-', ' ');
    }
}
