package dev.alambic.report.run;

import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.TaskMetrics;
import java.util.Optional;

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

    /**
     * Returns the figure of a name in files, {@code accuracy}, or {@code kind.accuracy} of one of several tasks; a name
     * that none has as a plain number.
     */
    public static String ofKey(String key, double value) {
        return measure(key).map(measure -> of(measure, value)).orElseGet(() -> Numbers.significant(value, DIGITS));
    }

    /** Returns what people call the figure of a name in files, that of one of several tasks behind its name. */
    public static String title(String key) {
        String task = key.substring(0, key.lastIndexOf('.') + 1).replace('.', ' ');
        return measure(key).map(measure -> task + measure.title()).orElse(key);
    }

    /** Returns what a figure of that name is of, also that of one of several tasks; empty if none is called so. */
    public static Optional<Measure> measure(String key) {
        return Measure.ofKey(key.substring(key.lastIndexOf('.') + 1));
    }
}
