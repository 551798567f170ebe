package dev.alambic.chart;

import dev.alambic.chart.Canvas.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds places for names beside points, such that no name covers a point, another name or the edge. */
final class Labels {

    /** Half the height of a capital letter and its room. */
    private static final double HALF = 7;

    /** Nearest first. */
    private static final double[] DISTANCES = {9, 20, 34, 50};

    /** Names are set half bold, which browsers that have no such weight draw bold. */
    private static final double BOLD = 1.08;

    private final double fontSize;
    private final Box frame;
    private final List<Box> taken = new ArrayList<>();

    Labels(double fontSize, Box frame) {
        this.fontSize = fontSize;
        this.frame = frame;
    }

    /** Where a name goes: its base line and anchor. */
    record Spot(double x, double y, Anchor anchor, boolean far) {}

    /** Keeps names away from a place. */
    void take(Box box) {
        taken.add(box);
    }

    /** Takes the best free place for {@code name} beside a point; nothing if there is none. */
    Optional<Spot> place(String name, double x, double y) {
        double width = BOLD * TextWidth.of(name, fontSize);
        for (double distance : DISTANCES) {
            for (Spot spot : around(x, y, distance)) {
                Box box = box(spot, width);
                if (box.isInside(frame) && taken.stream().noneMatch(box::meets)) {
                    taken.add(box);
                    return Optional.of(spot);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Spot> around(double x, double y, double distance) {
        boolean far = distance > DISTANCES[0];
        double middle = y + 4;
        return List.of(
                new Spot(x, middle - distance - 4, Anchor.MIDDLE, far),
                new Spot(x + distance, middle, Anchor.START, far),
                new Spot(x - distance, middle, Anchor.END, far),
                new Spot(x, middle + distance + 4, Anchor.MIDDLE, far),
                new Spot(x + distance * 0.7, middle - distance, Anchor.START, far),
                new Spot(x + distance * 0.7, middle + distance, Anchor.START, far),
                new Spot(x - distance * 0.7, middle - distance, Anchor.END, far),
                new Spot(x - distance * 0.7, middle + distance, Anchor.END, far));
    }

    private static Box box(Spot spot, double width) {
        double left = switch (spot.anchor()) {
            case START -> spot.x();
            case MIDDLE -> spot.x() - width / 2;
            case END -> spot.x() - width;
        };
        double middle = spot.y() - 4;
        return new Box(left - 2, middle - HALF, left + width + 2, middle + HALF);
    }
}
