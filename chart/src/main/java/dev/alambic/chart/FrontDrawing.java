package dev.alambic.chart;

import dev.alambic.chart.Axis.Span;
import dev.alambic.chart.Canvas.Anchor;
import dev.alambic.chart.FrontChart.Guide;
import dev.alambic.chart.FrontChart.Point;
import java.util.Comparator;
import java.util.List;

/** Draws points, the front that the best of them form, and what is asked of them. */
final class FrontDrawing {

    private static final double TOP = 28;
    private static final double BOTTOM = 46;
    private static final double RIGHT = 12;
    private static final double RADIUS = 6;
    private static final double MARGIN = 0.2;

    private final FrontChart chart;
    private final Canvas canvas;
    private final Scale x;
    private final Scale y;
    private final Ticks across;
    private final Ticks up;

    FrontDrawing(FrontChart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        this.y = scale(false, new Span(canvas.height() - BOTTOM, TOP));
        this.up = Ticks.of(chart.y(), y, 4);
        this.x = scale(true, new Span(up.widest() + 9, canvas.width() - RIGHT));
        this.across = Ticks.of(chart.x(), x, canvas.width() > 400 ? 7 : 4);
    }

    private Scale scale(boolean ofX, Span pixels) {
        return (ofX ? chart.x() : chart.y())
                .scale(chart.all(ofX).min().orElse(0), chart.all(ofX).max().orElse(1), MARGIN, pixels);
    }

    void draw() {
        axes();
        front();
        chart.guides().forEach(this::guide);
        names();
        chart.points().stream().sorted(Comparator.comparing(chart::isOnFront)).forEach(this::mark);
    }

    private void axes() {
        for (double tick : up.values()) {
            canvas.line("grid", x.from(), y.at(tick), x.to(), y.at(tick));
            String label = up.label().apply(tick);
            canvas.text("tick", Anchor.END, x.from() - 7, y.at(tick) + 4, label);
        }
        double end = Double.NEGATIVE_INFINITY;
        for (double tick : across.values()) {
            String text = across.label().apply(tick);
            double half = TextWidth.of(text, TextWidth.SMALL) / 2;
            if (x.at(tick) - half > end + 6) {
                canvas.line("grid", x.at(tick), y.to(), x.at(tick), y.from());
                canvas.text("tick", Anchor.MIDDLE, x.at(tick), y.from() + 17, text);
                end = x.at(tick) + half;
            }
        }
        canvas.text("axis", Anchor.START, 0, 11, "↑ " + chart.y().title());
        String scale = x.logarithmic() ? " (logarithmic)" : "";
        canvas.text(
                "axis", Anchor.START, x.from(), y.from() + 38, "← " + chart.x().title() + scale);
    }

    /** Draws the steps below and right of which nothing is better than what is there. */
    private void front() {
        StringBuilder steps = new StringBuilder();
        List<Point> front = chart.front();
        if (front.isEmpty()) {
            return;
        }
        for (int i = 0; i < front.size(); i++) {
            double high = y.at(front.get(i).y());
            double next = i + 1 < front.size() ? x.at(front.get(i + 1).x()) : x.to();
            steps.append(canvas.to(x.at(front.get(i).x()), high)).append(canvas.to(next, high));
        }
        double first = x.at(front.get(0).x());
        canvas.path("reach", canvas.move(first, y.from()) + steps + canvas.to(x.to(), y.from()) + "Z");
        canvas.path("front", canvas.move(first, y.at(front.get(0).y())) + steps);
    }

    private void guide(Guide guide) {
        double at = (guide.ofX() ? x : y).at(guide.value());
        String cssClass = "dashed " + guide.role().cssClass();
        if (guide.ofX()) {
            canvas.line(cssClass, at, y.from(), at, y.to());
        } else {
            canvas.line(cssClass, x.from(), at, x.to(), at);
        }
    }

    private void mark(Point point) {
        String cssClass =
                (chart.isOnFront(point) ? "point " : "hollow ") + point.role().cssClass();
        canvas.mark(cssClass, x.at(point.x()), y.at(point.y()), point.look().path(), chart.place(point));
    }

    private void names() {
        Labels labels = new Labels(TextWidth.SMALL, new Box(x.from(), y.to() - 12, x.to() + RIGHT, y.from() - 1));
        chart.points().forEach(point -> labels.take(Box.around(x.at(point.x()), y.at(point.y()), RADIUS)));
        keepClear(labels);
        chart.points().stream()
                .sorted(Comparator.comparing((Point point) -> !chart.isOnFront(point)))
                .forEach(point -> name(labels, point));
    }

    /** Names do not lie on lines. */
    private void keepClear(Labels labels) {
        for (Guide guide : chart.guides()) {
            double at = (guide.ofX() ? x : y).at(guide.value());
            labels.take(
                    guide.ofX()
                            ? new Box(at - 1, y.to(), at + 1, y.from())
                            : new Box(x.from(), at - 1, x.to(), at + 1));
        }
        List<Point> front = chart.front();
        for (int i = 0; i < front.size(); i++) {
            double left = x.at(front.get(i).x());
            double top = y.at(front.get(i).y());
            boolean last = i + 1 == front.size();
            double next = last ? x.to() : x.at(front.get(i + 1).x());
            labels.take(new Box(left, top - 1, next, top + 1));
            if (!last) {
                labels.take(new Box(next - 1, y.at(front.get(i + 1).y()), next + 1, top));
            }
        }
    }

    private void name(Labels labels, Point point) {
        double left = x.at(point.x());
        double top = y.at(point.y());
        labels.place(point.name(), left, top).ifPresent(spot -> {
            boolean dim = !chart.isOnFront(point);
            if (spot.far()) {
                double end = spot.anchor() == Anchor.MIDDLE ? (spot.y() > top ? -9 : 3) : -4;
                canvas.line("leader", left, top, spot.x(), spot.y() + end);
            }
            canvas.text(dim ? "dim" : "label", spot.anchor(), spot.x(), spot.y(), point.name());
        });
    }
}
