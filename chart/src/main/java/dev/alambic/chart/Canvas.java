package dev.alambic.chart;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.util.Locale;

/**
 * A rectangle to draw lines, shapes and text on, in pixels from its upper left corner. How they look says
 * {@code chart.css}: shapes carry classes, so that a picture in a page follows the reader's scheme.
 */
public final class Canvas {

    /** Where a text's x is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final Html out;
    private final Box box;

    private Canvas(Html out, Box box) {
        this.out = out;
        this.box = box;
    }

    static Canvas on(Html out, double width, double height) {
        return new Canvas(out, new Box(0, 0, width, height));
    }

    double width() {
        return box.right() - box.left();
    }

    double height() {
        return box.bottom() - box.top();
    }

    /** Returns a part of this rectangle, with its own upper left corner. */
    Canvas part(double x, double y, double width, double height) {
        double left = box.left() + x;
        double top = box.top() + y;
        return new Canvas(out, new Box(left, top, left + width, top + height));
    }

    void line(String cssClass, double x1, double y1, double x2, double y2) {
        shape(Tag.of("line", cssClass)
                .with("x1", across(x1))
                .with("y1", down(y1))
                .with("x2", across(x2))
                .with("y2", down(y2)));
    }

    /** Appends a path; see {@link #move} and {@link #to}. */
    void path(String cssClass, String path) {
        shape(Tag.of("path", cssClass).with("d", path));
    }

    /** Returns the beginning of a path. */
    String move(double x, double y) {
        return "M" + across(x) + " " + down(y);
    }

    /** Returns a straight piece of a path. */
    String to(double x, double y) {
        return "L" + across(x) + " " + down(y);
    }

    void rect(String cssClass, Box area) {
        rect(cssClass, area, 1);
    }

    void rect(String cssClass, Box area, double opacity) {
        Tag tag = Tag.of("rect", cssClass)
                .with("x", across(area.left()))
                .with("y", down(area.top()))
                .with("width", number(area.right() - area.left()))
                .with("height", number(area.bottom() - area.top()))
                .with("rx", "2");
        shape(opacity == 1 ? tag : tag.with("fill-opacity", String.format(Locale.ROOT, "%.2f", opacity)));
    }

    /** Appends a shape around (0, 0) at a place, with a text that shows when it is pointed at; may be empty. */
    void mark(String cssClass, double x, double y, String path, String title) {
        Tag tag = Tag.of("path", cssClass)
                .with("d", path)
                .with("transform", "translate(" + across(x) + " " + down(y) + ")");
        out.in(tag, html -> html.raw(title.isEmpty() ? "" : "<title>" + Html.escape(title) + "</title>"));
    }

    /** Appends a text whose base line is at {@code y}. */
    void text(String cssClass, Anchor anchor, double x, double y, String text) {
        out.element(text(cssClass, anchor, x, y), text);
    }

    /** Appends a text that is turned around its anchor, clockwise. */
    void turned(String cssClass, Anchor anchor, double x, double y, int degrees, String text) {
        String turn = "rotate(" + degrees + " " + across(x) + " " + down(y) + ")";
        out.element(text(cssClass, anchor, x, y).with("transform", turn), text);
    }

    private Tag text(String cssClass, Anchor anchor, double x, double y) {
        return Tag.of("text", cssClass)
                .with("x", across(x))
                .with("y", down(y))
                .with("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
    }

    private void shape(Tag tag) {
        out.in(tag, html -> {});
    }

    private String across(double x) {
        return number(box.left() + x);
    }

    private String down(double y) {
        return number(box.top() + y);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
