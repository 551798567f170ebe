package dev.alambic.bench.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a picture of lines, boxes and words; coordinates in pixels from the upper left corner. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** @param title what the picture shows, for those who cannot see it */
    Svg(int width, int height, String title) {
        text.append(format("<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"", width, height, width))
                .append(Markup.escape(title))
                .append("\">\n");
    }

    /** Anchors of words. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(Spot from, Spot to, String style) {
        text.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
                from.x(), from.y(), to.x(), to.y(), style));
    }

    void path(List<Spot> spots, String style) {
        String points = spots.stream()
                .map(spot -> format("%.1f,%.1f", spot.x(), spot.y()))
                .collect(Collectors.joining(" "));
        text.append(format("<polyline points=\"%s\" class=\"%s\" fill=\"none\"/>%n", points, style));
    }

    /** @param tip what is shown when the pointer rests on it */
    void dot(Spot at, String style, String tip) {
        text.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"%s\"><title>", at.x(), at.y(), style))
                .append(Markup.escape(tip))
                .append("</title></circle>\n");
    }

    void box(Spot corner, double width, double height, String style) {
        text.append(format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>%n",
                corner.x(), corner.y(), width, height, style));
    }

    void words(Spot at, Anchor anchor, String words) {
        text.append(format(
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
                        at.x(), at.y(), anchor.name().toLowerCase(Locale.ROOT)))
                .append(Markup.escape(words))
                .append("</text>\n");
    }

    String end() {
        return text + "</svg>\n";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
    }

    /** A place in the picture. */
    record Spot(double x, double y) {}
}
