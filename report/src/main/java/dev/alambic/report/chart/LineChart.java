package dev.alambic.report.chart;

import java.util.List;

/**
 * Curves over epochs.
 *
 * @param key names the chart in file names
 * @param sentence what it shows, for readers
 * @param yTitle what the curves show, with its unit
 * @param lines at least one
 * @param extent what the y axis spans
 */
public record LineChart(String key, String title, String sentence, String yTitle, List<Line> lines, Extent extent) {

    /** What the y axis spans. */
    public enum Extent {
        /** The values, and a little more. */
        VALUES,
        /** The values; where they differ by large factors, equal distances are equal factors. */
        FACTORS,
        /** From 0 to 1. */
        SHARE
    }

    public LineChart {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(title + ": a chart has at least one line");
        }
    }

    public int lastEpoch() {
        return lines.stream()
                .flatMap(line -> line.epochs().stream())
                .max(Integer::compare)
                .orElse(1);
    }

    /** Returns the lowest value of all lines. */
    public double low() {
        return lines.stream()
                .flatMap(line -> line.values().stream())
                .min(Double::compare)
                .orElse(0.0);
    }

    /** Returns the highest value of all lines. */
    public double high() {
        return lines.stream()
                .flatMap(line -> line.values().stream())
                .max(Double::compare)
                .orElse(1.0);
    }
}
