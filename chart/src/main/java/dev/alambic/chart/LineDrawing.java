package dev.alambic.chart;

import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Span;
import dev.alambic.chart.Canvas.Anchor;
import java.util.List;
import java.util.Locale;

/** Draws curves; their names stand beside the picture. */
final class LineDrawing {

    private static final double TOP = 26;
    private static final double BOTTOM = 24;
    private static final double LINE = 16;
    private static final double RIGHT = 10;
    private static final double MARGIN = 0.06;
    private static final int MOST_MARKED = 16;

    /** Of more places than these round values are labelled. */
    private static final int MOST_PLACES = 12;

    /** Pixels an upright and a lying tick need. */
    private static final double TICK = 30;

    private static final double TICK_ACROSS = 50;

    private static final String DOT = "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0";
    private static final String DIAMOND = "M0 -4.5L4.5 0L0 4.5L-4.5 0Z";

    private final LineChart chart;
    private final Canvas canvas;
    private final Scale x;
    private final Scale y;
    private final Ticks across;
    private final Ticks up;

    /** Whether every place has a tick, so that the title stands below them. */
    private final boolean fewPlaces;

    LineDrawing(LineChart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        List<Double> places = chart.all(Line::x).distinct().sorted().boxed().toList();
        this.fewPlaces = chart.x().extent() == Extent.DOUBLING && places.size() <= MOST_PLACES;
        Span upright = new Span(canvas.height() - BOTTOM - (fewPlaces ? LINE : 0), TOP);
        this.y = chart.y().scale(chart.low(Line::y), chart.high(Line::y), MARGIN, upright);
        this.up = Ticks.of(chart.y(), y, (int) Math.max(2, (canvas.height() - TOP - BOTTOM) / TICK));
        Span lying = new Span(up.widest() + 8, canvas.width() - RIGHT);
        this.x = chart.x().scale(chart.low(Line::x), chart.high(Line::x), MARGIN, lying);
        this.across = fewPlaces
                ? Ticks.of(places, chart.x().unit())
                : Ticks.of(chart.x(), x, (int) Math.max(2, canvas.width() / TICK_ACROSS));
    }

    void draw() {
        String scale = y.logarithmic() ? ", logarithmic" : "";
        canvas.text("axis", Anchor.START, 0, 11, chart.y().title() + scale);
        canvas.text(
                "axis",
                Anchor.END,
                x.to(),
                y.from() + 19 + (fewPlaces ? LINE : 0),
                chart.x().title());
        for (double tick : up.values()) {
            canvas.line("grid", x.from(), y.at(tick), x.to(), y.at(tick));
            String label = up.label().apply(tick);
            canvas.text("tick", Anchor.END, x.from() - 6, y.at(tick) + 4, label);
        }
        places();
        chart.lines().stream().filter(line -> line.look() == Look.DASHED).forEach(this::draw);
        chart.lines().stream().filter(line -> line.look() != Look.DASHED).forEach(this::draw);
    }

    private void places() {
        double title = TextWidth.of(chart.x().title(), TextWidth.SMALL) + 8;
        double room = fewPlaces ? canvas.width() : x.to() - title;
        double end = Double.NEGATIVE_INFINITY;
        for (double tick : across.values()) {
            String text = across.label().apply(tick);
            double half = TextWidth.of(text, TextWidth.SMALL) / 2;
            if (x.at(tick) + half < room && x.at(tick) - half > end + 6) {
                canvas.text("tick", Anchor.MIDDLE, x.at(tick), y.from() + 19, text);
                end = x.at(tick) + half;
            }
        }
    }

    private void draw(Line line) {
        String role = " " + line.role().cssClass();
        if (!line.look().isLine() || line.x().size() == 1) {
            marks(line, "filled" + role, line.look().isLine() ? DOT : DIAMOND);
            return;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.x().size(); i++) {
            double at = x.at(line.x().get(i));
            double high = y.at(line.y().get(i));
            path.append(i == 0 ? canvas.move(at, high) : canvas.to(at, high));
        }
        canvas.path(line.look().cssClass() + role, path.toString());
        if (line.look() == Look.SOLID && line.x().size() <= MOST_MARKED) {
            marks(line, "filled" + role, DOT);
        }
    }

    private void marks(Line line, String cssClass, String shape) {
        for (int i = 0; i < line.x().size(); i++) {
            double at = line.x().get(i);
            double high = line.y().get(i);
            String place = Ticks.of(List.of(at), chart.x().unit()).label().apply(at);
            String title = String.format(
                    Locale.ROOT, "%s, %s %s: %.4g", line.name(), chart.x().title(), place, high);
            canvas.mark(cssClass, x.at(at), y.at(high), shape, title);
        }
    }
}
