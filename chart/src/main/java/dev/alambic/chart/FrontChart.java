package dev.alambic.chart;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Points of which those are best that lie far left and far up, and the front that they form: the points that no other
 * beats in one of the two without losing in the other (Pareto).
 *
 * @param points those without a finite place are left out
 * @param guides lines at values that are asked for or compared with
 * @param named what the colours and marks of the points stand for
 */
public record FrontChart(Caption caption, Axis x, Axis y, List<Point> points, List<Guide> guides, List<Key> named)
        implements Chart {

    private static final double SHAPE = 0.65;
    private static final double LOWEST = 290;

    /**
     * One thing that is compared.
     *
     * @param name to write beside it
     */
    public record Point(String name, double x, double y, Role role, Look look) {

        /** Returns whether {@code other} is at least as good in both and better in one. */
        boolean isBeatenBy(Point other) {
            return other.x <= x && other.y >= y && (other.x < x || other.y > y);
        }

        private boolean isFinite() {
            return Double.isFinite(x) && Double.isFinite(y);
        }
    }

    /** A dashed line at a value of an axis. */
    public record Guide(String name, boolean ofX, double value, Role role) {}

    public FrontChart {
        points = points.stream().filter(Point::isFinite).toList();
        guides = guides.stream().filter(guide -> Double.isFinite(guide.value())).toList();
        named = List.copyOf(named);
    }

    public FrontChart(Caption caption, Axis x, Axis y, List<Point> points) {
        this(caption, x, y, points, List.of(), List.of());
    }

    public boolean isOnFront(Point point) {
        return points.stream().noneMatch(point::isBeatenBy);
    }

    /** Returns the points that no other beats, from left to right. */
    public List<Point> front() {
        return points.stream()
                .filter(this::isOnFront)
                .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
                .toList();
    }

    @Override
    public String spoken() {
        return front().stream()
                .map(point -> place(point) + ";")
                .collect(Collectors.joining(" ", caption.title() + ". On the front: ", ""));
    }

    /** Returns the name of a point and where it lies. */
    String place(Point point) {
        return point.name() + ", "
                + Ticks.of(List.of(point.x()), x.unit()).label().apply(point.x()) + ", "
                + Ticks.of(List.of(point.y()), y.unit()).label().apply(point.y());
    }

    @Override
    public List<Key> keys() {
        return Stream.concat(
                        named.stream(), guides.stream().map(guide -> new Key(guide.name(), guide.role(), Look.DASHED)))
                .toList();
    }

    @Override
    public void drawOn(Canvas canvas) {
        new FrontDrawing(this, canvas).draw();
    }

    @Override
    public double height(double width) {
        return Math.max(LOWEST, SHAPE * width);
    }

    /** Returns the values of all points and guides in one direction. */
    DoubleStream all(boolean ofX) {
        ToDoubleFunction<Point> of = ofX ? Point::x : Point::y;
        return DoubleStream.concat(
                points.stream().mapToDouble(of),
                guides.stream().filter(guide -> guide.ofX() == ofX).mapToDouble(Guide::value));
    }
}
