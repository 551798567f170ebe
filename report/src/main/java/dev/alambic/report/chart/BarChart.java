package dev.alambic.report.chart;

import java.util.List;

/**
 * Horizontal bars from zero, one below the other, each with its value written behind it.
 *
 * @param sentence what it shows, for readers; may be empty
 */
public record BarChart(String title, String sentence, List<Bar> bars) {

    /**
     * One bar.
     *
     * @param value at least 0
     * @param text the value with its unit
     */
    public record Bar(String label, double value, String text, Role role) {}

    public BarChart {
        bars = List.copyOf(bars);
    }

    public BarChart withSentence(String newSentence) {
        return new BarChart(title, newSentence, bars);
    }
}
