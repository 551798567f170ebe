package dev.alambic.report.png;

import java.awt.Graphics2D;
import java.util.List;

/** Panels of one size in rows, with a gap between. */
record GridPanel(List<? extends Panel> panels, int columns) implements Panel {

    private static final int GAP = 12;

    GridPanel {
        panels = List.copyOf(panels);
        if (columns < 1) {
            throw new IllegalArgumentException("a grid has at least one column, was " + columns);
        }
    }

    int rows() {
        return (panels.size() + columns - 1) / columns;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height, Theme theme) {
        Pen.on(graphics).fill(theme.background(), 0, 0, width, height);
        int cellWidth = (width - (columns - 1) * GAP) / columns;
        int cellHeight = (height - (rows() - 1) * GAP) / Math.max(1, rows());
        for (int i = 0; i < panels.size(); i++) {
            int x = i % columns * (cellWidth + GAP);
            int y = i / columns * (cellHeight + GAP);
            Graphics2D cell = (Graphics2D) graphics.create(x, y, cellWidth, cellHeight);
            panels.get(i).paint(cell, cellWidth, cellHeight, theme);
            cell.dispose();
        }
    }
}
