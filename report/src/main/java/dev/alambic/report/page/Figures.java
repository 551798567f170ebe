package dev.alambic.report.page;

import dev.alambic.report.chart.BarChart;
import dev.alambic.report.chart.FrontChart;
import dev.alambic.report.chart.Line;
import dev.alambic.report.chart.LineChart;
import dev.alambic.report.markup.Html;
import dev.alambic.report.markup.Tag;
import dev.alambic.report.svg.BarDrawing;
import dev.alambic.report.svg.FrontDrawing;
import dev.alambic.report.svg.LineDrawing;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Charts as figures of the page, each with its title, legend and caption. */
final class Figures {

    /** The inner width of a figure on a telephone of 390 pixels, and of a third of the page on a desktop. */
    private static final int NARROW = 328;

    /** The inner width of half of the page on a desktop. */
    private static final int HALF = 508;

    private Figures() {}

    static void lines(Html html, LineChart chart, String heading) {
        figure(html, heading, List.of(chart.title(), chart.sentence()), figure -> {
            figure.raw(LineDrawing.of(chart, NARROW, 212).toString());
            legend(figure, chart.lines());
        });
    }

    private static void legend(Html html, List<Line> lines) {
        html.in(
                Tag.of("ul", "legend"),
                list -> lines.forEach(line -> {
                    String cssClass = "key " + line.role().name().toLowerCase(Locale.ROOT) + " "
                            + line.look().name().toLowerCase(Locale.ROOT);
                    list.element("li", cssClass, line.name());
                }));
    }

    static void bars(Html html, BarChart chart, String heading) {
        String drawn = BarDrawing.of(chart, NARROW).toString();
        figure(html, heading, List.of(chart.title(), chart.sentence()), figure -> figure.raw(drawn));
    }

    /** The same chart twice, since names need other places on a telephone; the style sheet shows one of them. */
    static void front(Html html, FrontChart chart, String heading) {
        String wide = FrontDrawing.of(chart, HALF, 330).toString();
        String narrow = FrontDrawing.of(chart, NARROW, 290).toString();
        figure(
                html,
                heading,
                List.of(chart.title(), ""),
                figure -> figure.in(Tag.of("div", "wide-only"), html1 -> html1.raw(wide))
                        .in(Tag.of("div", "narrow-only"), html1 -> html1.raw(narrow)));
    }

    /** @param words title and caption */
    private static void figure(Html html, String heading, List<String> words, Consumer<Html> body) {
        html.in("figure", figure -> {
            figure.element(heading, words.get(0));
            body.accept(figure);
            if (!words.get(1).isEmpty()) {
                figure.element("figcaption", words.get(1));
            }
        });
        html.line();
    }
}
