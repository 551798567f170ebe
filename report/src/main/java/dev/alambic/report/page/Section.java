package dev.alambic.report.page;

import dev.alambic.chart.Chart;
import dev.alambic.chart.Figure;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * A part of the page under a heading of its own.
 *
 * @param key the word by which links find it
 * @param isEmpty whether there is nothing to show
 * @param body writes what stands under the heading; its second argument is the element of headings inside the section,
 *     such as {@code h3}
 */
record Section(String key, String title, boolean isEmpty, BiConsumer<Html, String> body) {

    /** Returns a section of nothing but charts. */
    static Section ofCharts(String key, String title, Collection<? extends Chart> charts) {
        return new Section(key, title, charts.isEmpty(), (html, heading) -> charts(html, charts, heading));
    }

    /** Writes charts side by side, as many as there is room for. */
    static void charts(Html html, Collection<? extends Chart> charts, String heading) {
        html.in(Tag.of("div", "thirds"), grid -> charts.forEach(chart -> Figure.write(grid, chart, heading)));
    }

    void write(Html html, String heading) {
        body.accept(html, heading);
    }
}
