package dev.alambic.chart;

import java.util.List;

/** How something is drawn: as a line, or as a mark at each place. */
public enum Look {
    SOLID("M-9 0H9"),
    DASHED("M-9 0H9"),
    CIRCLE("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"),
    DIAMOND("M0 -6.5L6.5 0L0 6.5L-6.5 0Z"),
    SQUARE("M-4.7 -4.7H4.7V4.7H-4.7Z"),
    TRIANGLE("M0 -6L6 5H-6Z"),
    BLOCK("M-8 -5H8V5H-8Z");

    private static final List<Look> MARKS = List.of(CIRCLE, DIAMOND, SQUARE, TRIANGLE);

    private final String path;

    Look(String path) {
        this.path = path;
    }

    /** Returns the mark of one of many groups; after the last comes the first again. */
    public static Look ofGroup(int group) {
        return MARKS.get(group % MARKS.size());
    }

    boolean isLine() {
        return this == SOLID || this == DASHED;
    }

    /** Returns its shape around (0, 0), about 13 pixels wide. */
    String path() {
        return path;
    }

    /** Returns the class that draws it. */
    String cssClass() {
        return switch (this) {
            case SOLID -> "line";
            case DASHED -> "dashed";
            case BLOCK -> "filled";
            default -> "point";
        };
    }
}
