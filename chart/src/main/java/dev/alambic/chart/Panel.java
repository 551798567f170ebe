package dev.alambic.chart;

import dev.alambic.chart.Canvas.Anchor;
import java.util.ArrayList;
import java.util.List;

/** A chart with its title above and its keys below. */
record Panel(Chart chart) {

    private static final double MARGIN = 16;
    private static final double LINE = 20;
    private static final double BELOW_TITLE = 12;
    private static final double KEY = 26;
    private static final double KEY_GAP = 18;
    private static final double ABOVE_KEYS = 10;
    private static final double HEADING = 26;

    double height(double width) {
        double room = width - 2 * MARGIN;
        return above(room) + chart.height(room) + below(room) + MARGIN;
    }

    void drawOn(Canvas canvas) {
        double room = canvas.width() - 2 * MARGIN;
        heading(canvas, room);
        double below = below(room);
        double body = Math.max(1, canvas.height() - above(room) - below - MARGIN);
        chart.drawOn(canvas.part(MARGIN, above(room), room, body));
        double y = canvas.height() - MARGIN - below + ABOVE_KEYS;
        for (List<Key> row : rows(room)) {
            keys(row, canvas.part(MARGIN, y, room, LINE));
            y += LINE;
        }
    }

    /** Returns the height of title and margin. */
    private double above(double room) {
        if (chart instanceof Dashboard) {
            return MARGIN + (chart.caption().title().isEmpty() ? 0 : 2 * HEADING + LINE);
        }
        return MARGIN + (titles(room).isEmpty() ? 0 : LINE * titles(room).size() + BELOW_TITLE);
    }

    private double below(double room) {
        return rows(room).isEmpty() ? 0 : ABOVE_KEYS + LINE * rows(room).size();
    }

    private List<String> titles(double room) {
        String title = chart.caption().title();
        return title.isEmpty() ? List.of() : TextWidth.wrapped(title, TextWidth.TITLE, room / TextWidth.BOLD);
    }

    private void heading(Canvas canvas, double room) {
        double y = MARGIN;
        if (chart instanceof Dashboard) {
            String title = TextWidth.fitting(chart.caption().title(), HEADING, room / TextWidth.BOLD);
            canvas.text("heading", Anchor.START, MARGIN, y + HEADING, title);
            String sentence = TextWidth.fitting(chart.caption().sentence(), TextWidth.TITLE, room);
            canvas.text("sentence", Anchor.START, MARGIN, y + 2 * HEADING, sentence);
            return;
        }
        for (String title : titles(room)) {
            canvas.text("title", Anchor.START, MARGIN, y + TextWidth.TITLE, title);
            y += LINE;
        }
    }

    /** Returns as many keys in a row as fit. */
    private List<List<Key>> rows(double room) {
        List<List<Key>> rows = new ArrayList<>();
        double end = Double.POSITIVE_INFINITY;
        for (Key key : chart.keys()) {
            if (end + width(key) > room) {
                rows.add(new ArrayList<>());
                end = 0;
            }
            rows.get(rows.size() - 1).add(key);
            end += width(key);
        }
        return rows;
    }

    private static double width(Key key) {
        return KEY + TextWidth.of(key.name(), TextWidth.NORMAL) + KEY_GAP;
    }

    private static void keys(List<Key> row, Canvas canvas) {
        double x = 0;
        for (Key key : row) {
            String cssClass = key.look().cssClass() + " " + key.role().cssClass();
            canvas.mark(cssClass, x + 9, LINE / 2, key.look().path(), "");
            String name = TextWidth.fitting(key.name(), TextWidth.NORMAL, canvas.width() - x - KEY);
            canvas.text("name", Anchor.START, x + KEY, LINE / 2 + 4, name);
            x += width(key);
        }
    }
}
