package dev.alambic.report.svg;

import dev.alambic.report.chart.FrontChart;
import dev.alambic.report.chart.FrontChart.Point;
import dev.alambic.report.chart.FrontChart.Unit;
import dev.alambic.report.markup.Svg;
import dev.alambic.report.markup.Svg.Anchor;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws points and the front that the best of them form. */
public final class FrontDrawing {

    private static final double FONT = 11.5;
    private static final double TOP = 28;
    private static final double BOTTOM = 46;
    private static final double RIGHT = 12;
    private static final double RADIUS = 6;

    /** Ranges of more than this factor are drawn logarithmically. */
    private static final double WIDE_RANGE = 6;

    /** A marker for each run: circle, diamond, square, triangle. */
    private static final List<String> MARKERS = List.of(
            "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
            "M0 -6.5L6.5 0L0 6.5L-6.5 0Z",
            "M-4.7 -4.7H4.7V4.7H-4.7Z",
            "M0 -6L6 5H-6Z");

    private final FrontChart chart;
    private final Scale x;
    private final Scale y;
    private final Ticks across;
    private final Ticks up;
    private final Svg svg;

    private FrontDrawing(FrontChart chart, int width, int height) {
        this.chart = chart;
        this.svg = new Svg(width, height, label(chart));
        this.y = vertical(height - BOTTOM, TOP);
        this.up = Ticks.of(y.ticks(4), chart.y().unit());
        this.x = horizontal(up.widest(FONT) + 9, width - RIGHT);
        this.across = Ticks.of(x.ticks(width > 400 ? 7 : 4), chart.x().unit());
    }

    public static Svg of(FrontChart chart, int width, int height) {
        return new FrontDrawing(chart, width, height).drawn();
    }

    /** Returns the marker of a run, around (0, 0). */
    public static String marker(int group) {
        return MARKERS.get(group % MARKERS.size());
    }

    private static String label(FrontChart chart) {
        StringBuilder label = new StringBuilder(chart.title()).append(". On the front: ");
        chart.front().forEach(point -> label.append(title(chart, point)).append("; "));
        return label.toString().strip();
    }

    private static String title(FrontChart chart, Point point) {
        return point.name() + ", "
                + Ticks.of(List.of(point.x()), chart.x().unit()).label().apply(point.x()) + ", "
                + Ticks.of(List.of(point.y()), chart.y().unit()).label().apply(point.y());
    }

    private double least(ToDoubleFunction<Point> of) {
        return chart.points().stream().mapToDouble(of).min().orElseThrow();
    }

    private double greatest(ToDoubleFunction<Point> of) {
        return chart.points().stream().mapToDouble(of).max().orElseThrow();
    }

    private Scale vertical(double bottom, double top) {
        double low = least(Point::y);
        double high = greatest(Point::y);
        double margin = Math.max(0.22 * (high - low), 0.0005);
        double most = chart.y().unit() == Unit.SHARE ? 1.0 : Double.POSITIVE_INFINITY;
        // a little above 100 %, so that a point there is not cut
        double end = Math.min(high + margin, most + 0.06 * (high - low + 2 * margin));
        return Scale.linear(Math.max(0, low - margin), end, bottom, top);
    }

    private Scale horizontal(double left, double right) {
        double low = least(Point::x);
        double high = greatest(Point::x);
        boolean wide = low > 0 && high / low > WIDE_RANGE;
        if (wide) {
            double margin = Math.pow(high / low, 0.14);
            return new Scale(low / margin, high * margin, true, left, right);
        }
        double margin = Math.max(0.2 * (high - low), 0.05 * Math.max(high, 1e-9));
        return Scale.linear(Math.max(0, low - margin), high + margin, left, right);
    }

    private Svg drawn() {
        axes();
        front();
        names();
        chart.points().stream().sorted(Comparator.comparing(chart::isOnFront)).forEach(this::mark);
        return svg;
    }

    private void axes() {
        for (double tick : up.values()) {
            svg.line("grid", x.from(), y.at(tick), x.to(), y.at(tick));
            svg.text(
                    "tick", Anchor.END, x.from() - 7, y.at(tick) + 4, up.label().apply(tick));
        }
        double end = Double.NEGATIVE_INFINITY;
        for (double tick : across.values()) {
            String text = across.label().apply(tick);
            double half = TextWidth.of(text, FONT) / 2;
            if (x.at(tick) - half > end + 6) {
                svg.line("grid", x.at(tick), y.to(), x.at(tick), y.from());
                svg.text("tick", Anchor.MIDDLE, x.at(tick), y.from() + 17, text);
                end = x.at(tick) + half;
            }
        }
        svg.text("axis", Anchor.START, 0, 11, "↑ " + chart.y().title());
        String scale = x.logarithmic() ? " (logarithmic)" : "";
        svg.text("axis", Anchor.START, x.from(), y.from() + 38, "← " + chart.x().title() + scale);
    }

    /** Draws the steps below and right of which nothing is better than what is there. */
    private void front() {
        StringBuilder steps = new StringBuilder();
        List<Point> front = chart.front();
        for (int i = 0; i < front.size(); i++) {
            double high = y.at(front.get(i).y());
            double next = i + 1 < front.size() ? x.at(front.get(i + 1).x()) : x.to();
            steps.append(Svg.to(x.at(front.get(i).x()), high)).append(Svg.to(next, high));
        }
        double first = x.at(front.get(0).x());
        svg.path("reach", Svg.move(first, y.from()) + steps + Svg.to(x.to(), y.from()) + "Z");
        svg.path("front", Svg.move(first, y.at(front.get(0).y())) + steps);
    }

    private void mark(Point point) {
        String cssClass =
                "point " + point.role().name().toLowerCase(Locale.ROOT) + (chart.isOnFront(point) ? "" : " dim");
        svg.mark(cssClass, x.at(point.x()), y.at(point.y()), marker(point.group()), title(chart, point));
    }

    private void names() {
        Labels labels = new Labels(FONT, new Box(x.from(), y.to() - 12, x.to() + RIGHT, y.from() - 1));
        chart.points().forEach(point -> labels.take(Box.around(x.at(point.x()), y.at(point.y()), RADIUS)));
        keepClear(labels);
        chart.points().stream()
                .sorted(Comparator.comparing((Point point) -> !chart.isOnFront(point)))
                .forEach(point -> name(labels, point));
    }

    /** Names do not lie on the line of the front. */
    private void keepClear(Labels labels) {
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
                svg.line("leader", left, top, spot.x(), spot.y() + end);
            }
            svg.text(dim ? "label dim" : "label", spot.anchor(), spot.x(), spot.y(), point.name());
        });
    }
}
