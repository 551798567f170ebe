package dev.alambic.report.png;

import dev.alambic.report.chart.Line;
import dev.alambic.report.chart.Line.Look;
import java.util.List;

/** The names of the lines under a chart, as many in a row as fit. */
final class LegendRow {

    private static final int MARGIN = 20;
    private static final int KEY = 26;
    private static final int GAP = 18;
    private static final int ROW = 20;

    private LegendRow() {}

    /** Returns the height that the names take in the pen's font, pixels. */
    static int height(Pen pen, List<Line> lines, int width) {
        int rows = 1;
        int x = MARGIN;
        for (Line line : lines) {
            int needed = KEY + pen.width(line.name()) + GAP;
            if (x > MARGIN && x + needed > width) {
                rows++;
                x = MARGIN;
            }
            x += needed;
        }
        return rows * ROW + 8;
    }

    static void paint(Pen pen, List<Line> lines, int top, int width, Theme theme) {
        int x = MARGIN;
        int y = top + ROW / 2;
        for (Line line : lines) {
            int text = pen.with(Pen.font(12), theme.text()).width(line.name());
            if (x > MARGIN && x + KEY + text + GAP > width) {
                x = MARGIN;
                y += ROW;
            }
            if (line.look() == Look.POINTS) {
                pen.diamond(theme.of(line.role()), x + 9, y);
            } else {
                pen.line(theme.of(line.role()), LinePanel.stroke(line.look()), x, x + 19, y);
            }
            pen.with(Pen.font(12), theme.text()).left(line.name(), x + KEY, y, width - x - KEY);
            x += KEY + text + GAP;
        }
    }
}
