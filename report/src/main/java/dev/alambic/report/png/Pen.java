package dev.alambic.report.png;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;

/** Writes text that stays inside the room it is given. */
final class Pen {

    private static final String ELLIPSIS = "…";

    private final Graphics2D graphics;

    private Pen(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Returns a pen on a copy of {@code graphics} with smooth edges. */
    static Pen on(Graphics2D graphics) {
        Graphics2D smooth = (Graphics2D) graphics.create();
        smooth.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        smooth.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        smooth.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        return new Pen(smooth);
    }

    static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    static Font bold(int size) {
        return new Font(Font.SANS_SERIF, Font.BOLD, size);
    }

    Pen with(Font font, Color color) {
        graphics.setFont(font);
        graphics.setColor(color);
        return this;
    }

    Pen fill(Color color, int x, int y, int width, int height) {
        graphics.setColor(color);
        graphics.fillRect(x, y, width, height);
        return this;
    }

    Pen fillRound(Color color, int x, int y, int width, int height) {
        graphics.setColor(color);
        graphics.fillRoundRect(x, y, width, height, 6, 6);
        return this;
    }

    Pen line(Color color, Stroke stroke, int from, int to, int y) {
        Stroke before = graphics.getStroke();
        graphics.setColor(color);
        graphics.setStroke(stroke);
        graphics.drawLine(from, y, to, y);
        graphics.setStroke(before);
        return this;
    }

    Pen diamond(Color color, int x, int y) {
        graphics.setColor(color);
        graphics.fillPolygon(new int[] {x - 5, x, x + 5, x}, new int[] {y, y - 5, y, y + 5}, 4);
        return this;
    }

    int width(String text) {
        return graphics.getFontMetrics().stringWidth(text);
    }

    /** Returns how far below the middle of a line its base line is. */
    private int drop() {
        return (graphics.getFontMetrics().getAscent()
                        - graphics.getFontMetrics().getDescent())
                / 2;
    }

    /** Writes from {@code x} on, centred on height {@code y}. */
    void left(String text, int x, int y, int room) {
        graphics.drawString(fitting(text, room), x, y + drop());
    }

    /** Writes up to {@code x}. */
    void right(String text, int x, int y, int room) {
        String fitting = fitting(text, room);
        graphics.drawString(fitting, x - width(fitting), y + drop());
    }

    void centre(String text, int x, int y, int room) {
        String fitting = fitting(text, room);
        graphics.drawString(fitting, x - width(fitting) / 2, y + drop());
    }

    /** Writes turned by {@code degrees}, the text's start at ({@code x}, {@code y}). */
    void turned(String text, int x, int y, int room, double degrees) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(Math.toRadians(degrees), x, y);
        left(text, x, y, room);
        graphics.setTransform(before);
    }

    /** Returns {@code text}, shortened with an ellipsis to fit {@code room} pixels. */
    String fitting(String text, int room) {
        if (width(text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + ELLIPSIS) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end) + ELLIPSIS;
    }
}
