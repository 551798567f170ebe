package dev.alambic.chart;

import dev.alambic.chart.Canvas.Anchor;
import dev.alambic.chart.Dashboard.Fact;
import dev.alambic.chart.markup.Html;

/** Draws the figures in boxes, and below them the charts, all of a row as high as the highest of them. */
final class DashboardDrawing {

    private static final double FACTS = 96;
    private static final double GAP = 14;
    private static final double INSET = 14;

    private final Dashboard board;
    private final Canvas canvas;

    DashboardDrawing(Dashboard board, Canvas canvas) {
        this.board = board;
        this.canvas = canvas;
    }

    /** To ask how high it is. */
    DashboardDrawing(Dashboard board, double width) {
        this(board, Canvas.on(new Html(), width, 0));
    }

    double height() {
        double height = top();
        for (int row = 0; row < board.rows(); row++) {
            height += rowHeight(row) + (row == 0 ? 0 : GAP);
        }
        return height;
    }

    private double top() {
        return board.facts().isEmpty() ? 0 : FACTS + GAP;
    }

    private double cell() {
        return (canvas.width() - (board.columns() - 1) * GAP) / board.columns();
    }

    private double rowHeight(int row) {
        return board.charts().stream()
                .skip((long) row * board.columns())
                .limit(board.columns())
                .mapToDouble(chart -> new Panel(chart).height(cell()))
                .max()
                .orElse(0);
    }

    void draw() {
        double box = (canvas.width() + GAP) / Math.max(1, board.facts().size()) - GAP;
        for (int i = 0; i < board.facts().size(); i++) {
            fact(board.facts().get(i), canvas.part(i * (box + GAP), 0, box, FACTS));
        }
        double y = top();
        for (int i = 0; i < board.charts().size(); i++) {
            int row = i / board.columns();
            double x = i % board.columns() * (cell() + GAP);
            new Panel(board.charts().get(i)).drawOn(canvas.part(x, y, cell(), rowHeight(row)));
            y += i % board.columns() == board.columns() - 1 ? rowHeight(row) + GAP : 0;
        }
    }

    private static void fact(Fact fact, Canvas box) {
        double room = box.width() - 2 * INSET;
        box.rect("box", new Box(0, 0, box.width(), box.height()));
        box.text("remark", Anchor.START, INSET, 25, TextWidth.fitting(fact.name(), 13, room));
        box.text("figure", Anchor.START, INSET, 57, TextWidth.fitting(fact.value(), 26, room));
        String note = TextWidth.fitting(fact.note(), 13, room);
        box.text("note " + fact.tone().cssClass(), Anchor.START, INSET, 82, note);
    }
}
