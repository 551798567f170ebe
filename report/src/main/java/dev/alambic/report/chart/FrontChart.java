package dev.alambic.report.chart;

import java.util.Comparator;
import java.util.List;

/**
 * Points of which those are best that lie far left and far up, and the front that they form: the points that no other
 * beats in one of the two without losing in the other (Pareto).
 *
 * @param sentence what it shows, for readers
 * @param points at least one
 */
public record FrontChart(String title, String sentence, Axis x, Axis y, List<Point> points) {

    /**
     * What an axis shows.
     *
     * @param unit of the values; the format writes it
     */
    public record Axis(String title, Unit unit) {}

    /** How values are written. */
    public enum Unit {
        MICROS,
        BYTES,
        /** A share of 0 to 1, in percent. */
        SHARE
    }

    /**
     * One model.
     *
     * @param name to write beside it
     * @param group number of its run, from 0; each has its own marker
     */
    public record Point(String name, double x, double y, Role role, int group) {

        /** Returns whether {@code other} is at least as good in both and better in one. */
        boolean isBeatenBy(Point other) {
            return other.x <= x && other.y >= y && (other.x < x || other.y > y);
        }
    }

    public FrontChart {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException(title + ": a front has at least one point");
        }
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
}
