package dev.alambic.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * One curve, from left to right; where a place is not finite, it has a gap that is not seen.
 *
 * @param y as many as {@code x}
 */
public record Line(String name, List<Double> x, List<Double> y, Role role, Look look) {

    public Line {
        if (x.size() != y.size()) {
            throw new IllegalArgumentException(
                    name + ": a line has one height a place (expected " + x.size() + ", was " + y.size() + ")");
        }
        List<Double> places = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            if (Double.isFinite(x.get(i)) && Double.isFinite(y.get(i))) {
                places.add(x.get(i));
                heights.add(y.get(i));
            }
        }
        x = List.copyOf(places);
        y = List.copyOf(heights);
    }

    public boolean isEmpty() {
        return x.isEmpty();
    }
}
