package dev.alambic.run.folder;

import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.report.run.FigureText;

/**
 * A student, and one that was trained alike but without a teacher, on the test split.
 *
 * @param measure key of the figure that models are chosen by
 * @param taught that of the student
 * @param alone that of the one without a teacher
 * @param noise one standard error of the difference; 0 if it is not known
 * @param sentence what that means
 */
public record ControlRecord(String measure, double taught, double alone, double noise, String sentence) {

    /**
     * Returns the variance of the figure that models are chosen by, as far as it is known. An AUC is a share too,
     * though of pairs: its error is taken for that of as good a share of the samples.
     */
    private static double variance(TaskMetrics metrics) {
        if (metrics instanceof MultiTaskMetrics several) {
            int tasks = several.tasks().size();
            return several.tasks().values().stream()
                            .mapToDouble(ControlRecord::variance)
                            .sum()
                    / (tasks * tasks);
        }
        boolean isShare = metrics instanceof ClassificationMetrics || metrics instanceof MultiLabelMetrics;
        return isShare ? metrics.main() * (1 - metrics.main()) / metrics.samples() : 0;
    }

    /** Compares. */
    public static ControlRecord of(TaskMetrics taught, TaskMetrics alone) {
        double noise = Math.sqrt(variance(taught) + variance(alone));
        double gain = taught.main() - alone.main();
        String what = gain < -noise
                ? ": the teacher hurts; a lower alpha, another temperature or a better teacher may help, or none at all"
                : gain > noise ? ": the teacher helps" : ": the teacher makes no difference that these samples show";
        String sentence = "control: " + taught.mainMeasure().title() + " "
                + FigureText.of(taught.mainMeasure(), taught.main()) + " with the teacher, "
                + FigureText.of(taught.mainMeasure(), alone.main()) + " without one, trained alike" + what;
        return new ControlRecord(taught.mainMeasure().key(), taught.main(), alone.main(), noise, sentence);
    }
}
