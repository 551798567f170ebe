package dev.alambic.report.markup;

import java.util.Locale;

/**
 * A picture of lines, shapes and text, in pixels. Colours are the style sheet's: shapes carry classes, so that the
 * picture follows the reader's scheme.
 */
public final class Svg {

    /** Where a text's x is. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final Html out = new Html();
    private final Tag root;

    /** @param label what the picture shows, for those who cannot see it */
    public Svg(int width, int height, String label) {
        this.root = Tag.of("svg", "chart")
                .with("viewBox", "0 0 " + width + " " + height)
                .with("width", Integer.toString(width))
                .with("height", Integer.toString(height))
                .with("role", "img")
                .with("aria-label", label);
    }

    public Svg line(String cssClass, double x1, double y1, double x2, double y2) {
        out.in(
                Tag.of("line", cssClass)
                        .with("x1", number(x1))
                        .with("y1", number(y1))
                        .with("x2", number(x2))
                        .with("y2", number(y2)),
                html -> {});
        return this;
    }

    /** Appends a path; see {@link #move} and {@link #to}. */
    public Svg path(String cssClass, String path) {
        out.in(Tag.of("path", cssClass).with("d", path), html -> {});
        return this;
    }

    /** Returns the beginning of a path. */
    public static String move(double x, double y) {
        return "M" + number(x) + " " + number(y);
    }

    /** Returns a straight piece of a path. */
    public static String to(double x, double y) {
        return "L" + number(x) + " " + number(y);
    }

    public Svg rect(String cssClass, double x, double y, double width, double height) {
        out.in(
                Tag.of("rect", cssClass)
                        .with("x", number(x))
                        .with("y", number(y))
                        .with("width", number(width))
                        .with("height", number(height))
                        .with("rx", "2"),
                html -> {});
        return this;
    }

    /** Appends a shape around (0, 0) at a place, with a text that shows when it is pointed at. */
    public Svg mark(String cssClass, double x, double y, String path, String title) {
        Tag tag = Tag.of("path", cssClass)
                .with("d", path)
                .with("transform", "translate(" + number(x) + " " + number(y) + ")");
        out.in(tag, html -> html.element("title", title));
        return this;
    }

    /** Appends a text whose base line is at {@code y}. */
    public Svg text(String cssClass, Anchor anchor, double x, double y, String text) {
        out.element(
                Tag.of("text", cssClass)
                        .with("x", number(x))
                        .with("y", number(y))
                        .with("text-anchor", anchor.name().toLowerCase(Locale.ROOT)),
                text);
        return this;
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    @Override
    public String toString() {
        return new Html().in(root, html -> html.raw(out.toString())).toString();
    }
}
