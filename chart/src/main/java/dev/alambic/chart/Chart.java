package dev.alambic.chart;

import java.util.List;

/** What can be drawn. */
public sealed interface Chart permits LineChart, BarChart, FrontChart, MatrixChart, Dashboard {

    Caption caption();

    /** Returns what it shows in words, for those who cannot see it. */
    String spoken();

    /** Returns what its colours and marks stand for; empty if it says so itself. */
    default List<Key> keys() {
        return List.of();
    }

    /** Draws all but the caption and the keys. */
    void drawOn(Canvas canvas);

    /**
     * Returns how much height it needs.
     *
     * @param width it has, pixels
     */
    double height(double width);

    /**
     * What stands above and below.
     *
     * @param title may be empty
     * @param sentence what it shows, for readers; may be empty
     */
    record Caption(String title, String sentence) {
        public static Caption of(String title) {
            return new Caption(title, "");
        }
    }
}
