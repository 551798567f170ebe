package dev.alambic.report.png;

import dev.alambic.report.chart.Role;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;

/**
 * A confusion matrix as a heat map: true classes down, predicted ones across. The colour is the share of the row, so
 * that rare classes show as well as frequent ones; the number is the count.
 *
 * @param labels of the classes
 * @param counts [true][predicted]
 */
record MatrixPanel(String title, List<String> labels, List<List<Integer>> counts) implements Panel {

    private static final int TITLE_HEIGHT = 40;
    private static final int MARGIN = 16;
    private static final int AXIS = 22;
    private static final int MOST_LABEL = 110;
    private static final int SMALLEST_FONT = 7;
    private static final int SMALLEST_LABELLED_CELL = 9;

    MatrixPanel {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** Where the cells are, pixels. */
    private record Cells(int left, int top, int size, int labelRoom, boolean turned) {}

    @Override
    public void paint(Graphics2D graphics, int width, int height, Theme theme) {
        Pen pen = Pen.on(graphics).fill(theme.background(), 0, 0, width, height);
        pen.with(Pen.bold(15), theme.text()).left(title, MARGIN, TITLE_HEIGHT / 2 + 2, width - 2 * MARGIN);
        pen.with(Pen.font(12), theme.text());
        Cells cells = place(pen, width, height);
        for (int row = 0; row < counts.size(); row++) {
            paintRow(pen, cells, row, theme);
        }
        paintLabels(pen, cells, theme);
    }

    private Cells place(Pen pen, int width, int height) {
        int classes = Math.max(1, labels.size());
        int widest = labels.stream().mapToInt(pen::width).max().orElse(0) + 6;
        int room = Math.min(Math.min(MOST_LABEL, Math.min(width, height) / 5), widest);
        int across = width - 2 * MARGIN - AXIS - room;
        boolean turned = widest > across / classes;
        int below = AXIS + (turned ? room + 10 : 20);
        int down = height - TITLE_HEIGHT - below - MARGIN / 2;
        int size = Math.max(2, Math.min(across, down) / classes);
        int left = MARGIN + AXIS + room + Math.max(0, (across - size * classes) / 2);
        return new Cells(left, TITLE_HEIGHT, size, room, widest > size);
    }

    private void paintRow(Pen pen, Cells cells, int row, Theme theme) {
        List<Integer> counted = counts.get(row);
        long total = counted.stream().mapToLong(Integer::longValue).sum();
        for (int column = 0; column < counted.size(); column++) {
            double share = total == 0 ? 0 : (double) counted.get(column) / total;
            Role role = row == column ? Role.STUDENT : Role.HARD;
            // a wrong answer in a hundred must still be seen: faint shares are lifted
            double opacity = counted.get(column) == 0 ? 0.05 : 0.15 + 0.85 * share;
            int x = cells.left() + column * cells.size();
            int y = cells.top() + row * cells.size();
            int gap = cells.size() > 12 ? 2 : 0;
            Color fill = counted.get(column) == 0 ? theme.tint(Role.OTHER, 0.10) : theme.tint(role, opacity);
            pen.fill(fill, x, y, cells.size() - gap, cells.size() - gap);
            Color ink = counted.get(column) == 0 ? theme.muted() : contrast(fill);
            paintNumber(pen, counted.get(column), x, y, cells.size() - gap, ink);
        }
    }

    /** Writes {@code count} as large as it fits; not at all where nobody could read it. */
    private static void paintNumber(Pen pen, int count, int x, int y, int size, Color ink) {
        String text = Integer.toString(count);
        int fontSize = Math.min(20, size / 3 + 2);
        while (fontSize >= SMALLEST_FONT && pen.with(Pen.font(fontSize), ink).width(text) > size - 2) {
            fontSize--;
        }
        if (fontSize >= SMALLEST_FONT) {
            pen.with(Pen.font(fontSize), ink).centre(text, x + size / 2, y + size / 2, size);
        }
    }

    /** Returns black or white, whichever reads better on {@code fill} (relative luminance, WCAG 2.1). */
    private static Color contrast(Color fill) {
        double luminance =
                0.2126 * linear(fill.getRed()) + 0.7152 * linear(fill.getGreen()) + 0.0722 * linear(fill.getBlue());
        return luminance > 0.179 ? new Color(0x111827) : Color.WHITE;
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private void paintLabels(Pen pen, Cells cells, Theme theme) {
        int extent = cells.size() * labels.size();
        int bottom = cells.top() + extent;
        pen.with(Pen.font(12), theme.text());
        for (int i = 0; cells.size() >= SMALLEST_LABELLED_CELL && i < labels.size(); i++) {
            int middle = i * cells.size() + cells.size() / 2;
            pen.right(labels.get(i), cells.left() - 6, cells.top() + middle, cells.labelRoom());
            if (cells.turned()) {
                pen.turned(labels.get(i), cells.left() + middle - 1, bottom + 4, cells.labelRoom(), 90);
            } else {
                pen.centre(labels.get(i), cells.left() + middle, bottom + 10, cells.size());
            }
        }
        pen.with(Pen.font(12), theme.muted());
        int underLabels = bottom + (cells.turned() ? cells.labelRoom() + 18 : 30);
        pen.centre("predicted class", cells.left() + extent / 2, underLabels, extent + 200);
        int axis = cells.left() - cells.labelRoom() - AXIS / 2 - 4;
        pen.turned("true class", axis, cells.top() + extent / 2 + pen.width("true class") / 2, extent + 200, -90);
    }
}
