package dev.alambic.report.chart;

/** What a colour stands for. */
public enum Role {
    TEACHER,
    STUDENT,
    /** The teacher's part of a loss. */
    SOFT,
    /** The labels' part of a loss. */
    HARD,
    OTHER
}
