package dev.alambic.bench.chart;

import java.util.List;

/**
 * What was measured of one model.
 *
 * @param points from left to right
 */
public record Series(String name, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }

    /** One measurement. */
    public record Point(double x, double y) {}
}
