package dev.alambic.report;

import dev.alambic.bench.Comparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The self-contained page: the summary first, then the figures, then how to repeat it. */
final class Page {

    private static final int MOST_CLASSES_IN_A_TABLE = 30;

    /** More column heads than these are written upright. */
    private static final int FEW_CLASSES = 4;

    private final RunRecords records;
    private final List<Figure> figures;
    private final boolean drawn;
    private final Html html = new Html();

    /**
     * @param figures to show, none if they could not be drawn
     * @param drawn whether this machine can draw at all
     */
    Page(RunRecords records, List<Figure> figures, boolean drawn) {
        this.records = records;
        this.figures = figures;
        this.drawn = drawn;
    }

    String html() {
        String name = records.origin().name();
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .element("title", name + " – Alambic")
                .raw("\n<style>\n" + css() + "</style>\n</head>\n<body>\n<main>\n");
        summary();
        comparison();
        pictures();
        confusion();
        repeat();
        html.raw("<footer>Written by Alambic. The pictures are in <code>plots/</code>, the run in one picture is"
                + " <code>plots/summary.png</code>.</footer>\n</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private static String css() {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"), "bug: no page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read page.css", e);
        }
    }

    private void summary() {
        Headline headline = Headline.of(records);
        html.raw("<header>\n").element("h1", records.origin().name()).raw("\n");
        html.element("p", "lead", headline.sentence()).raw("\n</header>\n");
        if (headline.facts().isEmpty()) {
            return;
        }
        html.raw("<dl class=\"facts\">\n");
        for (Headline.Fact fact : headline.facts()) {
            html.raw("<div class=\"fact\">").element("dt", fact.name());
            html.element("dd", "value", fact.value());
            html.element(
                            "dd",
                            "against " + fact.change().tone().name().toLowerCase(Locale.ROOT),
                            fact.change().text())
                    .raw("</div>\n");
        }
        html.raw("</dl>\n");
    }

    private void comparison() {
        Comparison comparison = records.comparison();
        if (comparison == null) {
            return;
        }
        html.element("h2", "Models side by side").raw("\n");
        ModelTables tables = new ModelTables(records, comparison);
        tables.sizes(html);
        html.raw("<p></p>\n");
        tables.latencies(html);
        html.raw("<p class=\"notes\">")
                .text("Speed-up is against " + comparison.baseline()
                        + ", measured in the same rounds; the range is a 95 % interval.");
        comparison.notes().forEach(note -> html.text(" " + capitalized(note) + "."));
        html.raw("</p>\n");
    }

    private static String capitalized(String sentence) {
        return sentence.isEmpty() ? "" : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private void pictures() {
        if (!drawn) {
            html.element("h2", "Pictures")
                    .element(
                            "p",
                            "This machine has no font to draw with, so there are no pictures. Install one, such as"
                                    + " DejaVu, together with fontconfig.");
            return;
        }
        List<BarPanel> bars = ModelFigures.panels(records);
        List<Figure> shown = figures.stream()
                .filter(figure -> !figure.file().equals(ModelFigures.SIDE_BY_SIDE))
                .filter(figure -> !figure.file().startsWith("confusion-") || tooManyClasses())
                .toList();
        if (shown.isEmpty() && bars.isEmpty()) {
            return;
        }
        html.element("h2", "How it went").raw("\n<div class=\"plots\">\n");
        bars(bars);
        shown.forEach(this::picture);
        html.raw("</div>\n");
    }

    private boolean tooManyClasses() {
        return records.metrics().values().stream()
                .anyMatch(metrics -> metrics.confusion().size() > MOST_CLASSES_IN_A_TABLE);
    }

    /** One picture for each quantity, so that they stand one below the other on a telephone. */
    private void bars(List<BarPanel> panels) {
        if (panels.isEmpty()) {
            return;
        }
        html.raw("<figure class=\"wide\"><div class=\"bars\">\n");
        panels.forEach(panel -> image(ModelFigures.alone(panel)));
        html.raw("</div>").element("figcaption", ModelFigures.SENTENCE).raw("</figure>\n");
    }

    private void picture(Figure figure) {
        html.raw("<figure>");
        image(figure);
        html.element("figcaption", figure.sentence()).raw("</figure>\n");
    }

    private void image(Figure figure) {
        html.raw("<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"" + data(figure, Theme.DARK) + "\">")
                .raw("<img width=\"" + figure.width() + "\" height=\"" + figure.height() + "\" src=\""
                        + data(figure, Theme.LIGHT) + "\" alt=\"")
                .text(figure.sentence())
                .raw("\"></picture>\n");
    }

    private static String data(Figure figure, Theme theme) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(figure.png(theme));
    }

    private void confusion() {
        if (records.metrics().isEmpty() || tooManyClasses()) {
            return;
        }
        html.element("h2", "Confusion on the test split")
                .element(
                        "p",
                        "muted",
                        "Rows are true classes, columns predicted ones; the shade is the share of the row.");
        boolean large = records.metrics().values().iterator().next().confusion().size() > FEW_CLASSES;
        html.raw(large ? "<div class=\"matrices large\">\n" : "<div class=\"matrices\">\n");
        records.metrics()
                .forEach((model, metrics) ->
                        ConfusionTable.write(html, model, metrics, ModelFigures.labels(metrics, records.labels())));
        html.raw("</div>\n");
    }

    private void repeat() {
        RunRecords.Origin origin = records.origin();
        if (!origin.commands().isEmpty()) {
            html.element("h2", "Do it again").raw("<pre>").text(String.join("\n", origin.commands()));
            html.raw("</pre>\n");
        }
        html.element("h2", "Environment").raw("<div class=\"scroll\"><table class=\"facts-table\"><tbody>");
        row("seed", Long.toString(origin.seed()));
        for (Map.Entry<String, String> fact : origin.environment().entrySet()) {
            row(fact.getKey(), fact.getValue());
        }
        html.raw("</tbody></table></div>\n");
        if (!origin.recipe().isBlank()) {
            html.element("h2", "Recipe")
                    .raw("<pre>")
                    .text(origin.recipe().strip())
                    .raw("</pre>\n");
        }
    }

    private void row(String name, String value) {
        html.raw("<tr>").element("th", name).element("td", value).raw("</tr>\n");
    }
}
