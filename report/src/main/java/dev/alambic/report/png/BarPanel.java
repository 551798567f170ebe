package dev.alambic.report.png;

import dev.alambic.report.chart.BarChart;
import dev.alambic.report.chart.BarChart.Bar;
import java.awt.Graphics2D;

/** Paints a bar chart. */
record BarPanel(BarChart chart) implements Panel {

    private static final int MARGIN = 16;
    private static final int TITLE_HEIGHT = 40;
    private static final int IDEAL_ROW = 34;
    private static final int TALLEST_ROW = 56;
    private static final int GAP = 8;

    /** Returns the height that shows every bar well, pixels. */
    int idealHeight() {
        return TITLE_HEIGHT + chart.bars().size() * IDEAL_ROW + MARGIN;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height, Theme theme) {
        Pen pen = Pen.on(graphics).fill(theme.background(), 0, 0, width, height);
        pen.with(Pen.bold(15), theme.text()).left(chart.title(), MARGIN, TITLE_HEIGHT / 2 + 2, width - 2 * MARGIN);
        int row = Math.min(
                TALLEST_ROW,
                (height - TITLE_HEIGHT - MARGIN / 2) / Math.max(1, chart.bars().size()));
        int fontSize = Math.max(9, Math.min(13, row - 4));
        pen.with(Pen.font(fontSize), theme.text());
        int labels = Math.min(width * 2 / 5, widest(pen, true)) + GAP;
        int values = widest(pen, false) + GAP;
        int longest = Math.max(1, width - 2 * MARGIN - labels - values);
        double most = chart.bars().stream().mapToDouble(Bar::value).max().orElse(0);
        for (int i = 0; i < chart.bars().size(); i++) {
            Bar bar = chart.bars().get(i);
            int middle = TITLE_HEIGHT + i * row + row / 2;
            int thick = Math.max(4, Math.min(24, row * 3 / 5));
            int length = most <= 0 ? 0 : (int) Math.round(longest * Math.max(0, bar.value()) / most);
            int start = MARGIN + labels;
            pen.with(Pen.font(fontSize), theme.text()).right(bar.label(), start - GAP, middle, labels);
            pen.fillRound(theme.of(bar.role()), start, middle - thick / 2, Math.max(2, length), thick);
            pen.with(Pen.font(fontSize), theme.muted())
                    .left(bar.text(), start + Math.max(2, length) + GAP, middle, values);
        }
    }

    private int widest(Pen pen, boolean labels) {
        return chart.bars().stream()
                .mapToInt(bar -> pen.width(labels ? bar.label() : bar.text()))
                .max()
                .orElse(0);
    }
}
