package dev.alambic.report.run;

import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.TaskMetrics;

/** Figures of quality as people read them. */
public final class FigureText {

    private static final int DIGITS = 4;

    private FigureText() {}

    /** Returns {@code 97.37 %}, {@code 0.9321}, or about four digits in the unit of a target. */
    public static String of(Measure measure, double value) {
        return switch (measure.unit()) {
            case SHARE -> Numbers.percent(value);
            case PLAIN -> Numbers.fixed(value, DIGITS);
            case TARGET -> Numbers.significant(value, DIGITS);
        };
    }

    /** Returns the figure that models are chosen by. */
    public static String main(TaskMetrics metrics) {
        return of(metrics.mainMeasure(), metrics.main());
    }

    /** Returns the figure of a name in files; a name that none has as a plain number. */
    public static String ofKey(String key, double value) {
        for (Measure measure : Measure.values()) {
            if (measure.key().equals(key)) {
                return of(measure, value);
            }
        }
        return Numbers.significant(value, DIGITS);
    }

    /** Returns what people call the figure of a name in files. */
    public static String title(String key) {
        for (Measure measure : Measure.values()) {
            if (measure.key().equals(key)) {
                return measure.title();
            }
        }
        return key;
    }
}
