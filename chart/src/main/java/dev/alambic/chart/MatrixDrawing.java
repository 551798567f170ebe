package dev.alambic.chart;

import dev.alambic.chart.Canvas.Anchor;
import java.util.List;

/** Draws a matrix, its cells square and as large as they fit. */
final class MatrixDrawing {

    private static final double AXIS = 22;
    private static final double MOST_LABEL = 110;

    /** Part of the shorter side that labels may take. */
    private static final double PART_OF_LABELS = 0.25;

    private static final double LARGEST_CELL = 120;

    /** Cells from here on have room for large numbers. */
    private static final double LARGE_CELL = 70;

    /** Cells that are narrower stand without a gap. */
    private static final double GAPLESS = 12;

    /** Height of a line of the labels and of the numbers, pixels. */
    private static final double LINE = 11;

    /** Faint, so that what is empty shows where it is. */
    private static final double EMPTY = 0.08;

    private final MatrixChart chart;
    private final Canvas canvas;
    private final double labelRoom;
    private final boolean turned;
    private final double size;
    private final double left;

    MatrixDrawing(MatrixChart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        double widest = chart.labels().stream()
                .mapToDouble(label -> TextWidth.of(label, TextWidth.SMALL))
                .max()
                .orElse(0);
        double most = Math.min(MOST_LABEL, PART_OF_LABELS * Math.min(canvas.width(), canvas.height()));
        this.labelRoom = Math.min(most, widest);
        int classes = Math.max(1, chart.labels().size());
        double across = canvas.width() - AXIS - labelRoom - 8;
        this.turned = widest > Math.min(across, canvas.height() - 2 * AXIS) / classes - 4;
        double down = canvas.height() - AXIS - (turned ? labelRoom + 10 : AXIS);
        this.size = Math.max(2, Math.min(LARGEST_CELL, Math.min(across, down) / classes));
        this.left = AXIS + labelRoom + 8 + Math.max(0, (across - size * classes) / 2);
    }

    void draw() {
        for (int row = 0; row < chart.counts().size(); row++) {
            row(row, chart.counts().get(row));
        }
        boolean readable = size >= LINE;
        for (int i = 0; readable && i < chart.labels().size(); i++) {
            label(i, chart.labels().get(i));
        }
        titles();
    }

    private void row(int row, List<Integer> counts) {
        double total = counts.stream().mapToLong(Integer::longValue).sum();
        for (int column = 0; column < counts.size(); column++) {
            int count = counts.get(column);
            boolean right = row == column;
            String role = count == 0 ? "other" : right ? "right" : "student";
            double opacity = count == 0 ? EMPTY : MatrixChart.opacity(right, count / total);
            double x = left + column * size;
            double y = row * size;
            double side = size - (size > GAPLESS ? 2 : 0);
            canvas.rect("filled " + role, new Box(x, y, x + side, y + side), opacity);
            String text = Integer.toString(count);
            if (TextWidth.of(text, TextWidth.SMALL) <= side && side >= LINE) {
                boolean large = side >= LARGE_CELL;
                canvas.text(
                        count == 0 ? "tick" : large ? "large" : "count",
                        Anchor.MIDDLE,
                        x + side / 2,
                        y + side / 2 + (count > 0 && large ? 7 : 4),
                        text);
            }
        }
    }

    private void label(int index, String label) {
        double middle = index * size + size / 2;
        String text = TextWidth.fitting(label, TextWidth.SMALL, labelRoom);
        canvas.text("tick", Anchor.END, left - 6, middle + 4, text);
        if (turned) {
            canvas.turned("tick", Anchor.START, left + middle - 4, bottom() + 6, 90, text);
        } else {
            canvas.text("tick", Anchor.MIDDLE, left + middle, bottom() + 14, label);
        }
    }

    private void titles() {
        double middle = bottom() / 2;
        canvas.text("axis", Anchor.MIDDLE, left + middle, bottom() + (turned ? labelRoom + 10 : AXIS) + 12, "answer");
        canvas.turned("axis", Anchor.MIDDLE, left - labelRoom - 16, middle, -90, "true class");
    }

    private double bottom() {
        return size * chart.labels().size();
    }
}
