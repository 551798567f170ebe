package dev.alambic.report.png;

import dev.alambic.report.chart.Role;
import java.awt.Color;

/** The colours of pictures: one meaning, one colour, on white and on a dark page. */
enum Theme {
    LIGHT(0xFFFFFF, 0x1C2430, 0x5B6472, 0xE3E6EB, 0x1F62A8, 0xC2500F, 0x8A5FB0, 0x00806A, 0x8A93A0),
    DARK(0x161B22, 0xE6EDF3, 0x9AA4B2, 0x30363D, 0x7AB3F0, 0xF59E5B, 0xC9A4EE, 0x4FD0B0, 0x6E7681);

    private final Color background;
    private final Color text;
    private final Color muted;
    private final Color grid;
    private final Color teacher;
    private final Color student;
    private final Color soft;
    private final Color hard;
    private final Color other;

    Theme(int... rgb) {
        this.background = new Color(rgb[0]);
        this.text = new Color(rgb[1]);
        this.muted = new Color(rgb[2]);
        this.grid = new Color(rgb[3]);
        this.teacher = new Color(rgb[4]);
        this.student = new Color(rgb[5]);
        this.soft = new Color(rgb[6]);
        this.hard = new Color(rgb[7]);
        this.other = new Color(rgb[8]);
    }

    Color background() {
        return background;
    }

    Color text() {
        return text;
    }

    Color muted() {
        return muted;
    }

    Color grid() {
        return grid;
    }

    Color of(Role role) {
        return switch (role) {
            case TEACHER -> teacher;
            case STUDENT -> student;
            case SOFT -> soft;
            case HARD -> hard;
            case OTHER -> other;
        };
    }

    /** Returns {@code role}'s colour laid over the background. */
    Color tint(Role role, double opacity) {
        Color over = of(role);
        return new Color(
                mix(background.getRed(), over.getRed(), opacity),
                mix(background.getGreen(), over.getGreen(), opacity),
                mix(background.getBlue(), over.getBlue(), opacity));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * Math.min(1, Math.max(0, share)));
    }
}
