package dev.alambic.report;

import java.awt.Color;

/** The colours of pictures: one meaning, one colour, on white and on a dark page. */
enum Theme {
    LIGHT(0xFFFFFF, 0x1F2937, 0x6B7280, 0xE5E7EB, 0x4F46E5, 0x0D9488, 0xD97706, 0xDB2777, 0x9CA3AF),
    DARK(0x161B22, 0xE6EDF3, 0x9AA4B2, 0x30363D, 0x8B8CF9, 0x2DD4BF, 0xF6AD3C, 0xF472B6, 0x6E7681);

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

    /** What a colour stands for. */
    enum Role {
        TEACHER,
        STUDENT,
        SOFT,
        HARD,
        OTHER
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
