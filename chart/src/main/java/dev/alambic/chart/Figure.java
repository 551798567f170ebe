package dev.alambic.chart;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.util.List;

/** Charts as figures of a page, each with its title, keys and caption. */
public final class Figure {

    /** The inner width of a figure on a telephone of 390 pixels, and of a third of the page on a desktop. */
    private static final int NARROW = 328;

    /** The inner width of half of the page on a desktop. */
    private static final int HALF = 508;

    private Figure() {}

    /** Returns the style sheet that figures need; it also declares the colours of both schemes for the page. */
    public static String style() {
        return Style.ofPage();
    }

    /**
     * Writes a figure.
     *
     * @param heading element of its title, such as {@code h3}
     */
    public static void write(Html html, Chart chart, String heading) {
        html.in("figure", figure -> {
            figure.element(heading, chart.caption().title());
            if (chart instanceof FrontChart) {
                // twice, since names need other places on a telephone; the style sheet shows one of them
                figure.in(Tag.of("div", "wide-only"), wide -> drawing(wide, chart, HALF));
                figure.in(Tag.of("div", "narrow-only"), narrow -> drawing(narrow, chart, NARROW));
            } else {
                drawing(figure, chart, NARROW);
            }
            keys(figure, chart.keys());
            if (!chart.caption().sentence().isEmpty()) {
                figure.element("figcaption", chart.caption().sentence());
            }
        });
        html.line();
    }

    private static void drawing(Html html, Chart chart, int width) {
        int height = (int) Math.round(chart.height(width));
        Tag root = Tag.of("svg", "chart")
                .with("viewBox", "0 0 " + width + " " + height)
                .with("width", Integer.toString(width))
                .with("height", Integer.toString(height))
                .with("role", "img")
                .with("aria-label", chart.spoken());
        html.in(root, svg -> chart.drawOn(Canvas.on(svg, width, height)));
    }

    /** Writes what colours and marks stand for; nothing if there is nothing to say. */
    public static void keys(Html html, List<Key> keys) {
        if (!keys.isEmpty()) {
            html.in(Tag.of("ul", "legend"), list -> keys.forEach(key -> key(list, key)));
        }
    }

    private static void key(Html list, Key key) {
        Tag picture = Tag.of("svg")
                .with("viewBox", "-10 -8 20 16")
                .with("width", "18")
                .with("height", "14")
                .with("aria-hidden", "true");
        Tag mark = Tag.of("path", key.look().cssClass() + " " + key.role().cssClass())
                .with("d", key.look().path());
        list.in(
                Tag.of("li", "marker"),
                item -> item.in(picture, svg -> svg.in(mark, path -> {})).text(key.name()));
    }
}
