package dev.alambic.report.chart;

import java.util.List;

/**
 * One curve.
 *
 * @param epochs from 1
 * @param values as many as epochs, all finite
 */
public record Line(String name, List<Integer> epochs, List<Double> values, Role role, Look look) {

    /** How a line is drawn. */
    public enum Look {
        SOLID,
        DASHED,
        /** Points without a line. */
        POINTS
    }

    public Line {
        epochs = List.copyOf(epochs);
        values = List.copyOf(values);
        if (epochs.isEmpty() || epochs.size() != values.size()) {
            throw new IllegalArgumentException(name + ": one value an epoch and at least one (expected " + epochs.size()
                    + ", was " + values.size() + ")");
        }
    }
}
