package dev.alambic.chart;

import java.util.List;
import java.util.Locale;

/** What a colour stands for. */
public enum Role {
    TEACHER,
    STUDENT,
    /** The teacher's part of a loss. */
    SOFT,
    /** The labels' part of a loss. */
    HARD,
    OTHER,
    BETTER,
    WORSE,
    /** A right answer. */
    RIGHT,
    /** One more, where things have no roles. */
    FURTHER;

    private static final List<Role> APART = List.of(TEACHER, STUDENT, BETTER, WORSE, SOFT, FURTHER, OTHER);

    /** Returns the colour of one of many alike; after the last comes the first again. */
    public static Role ofSeries(int index) {
        return APART.get(index % APART.size());
    }

    /** Returns the class that gives it its colour. */
    public String cssClass() {
        return name().toLowerCase(Locale.ROOT);
    }
}
