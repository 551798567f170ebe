package dev.alambic.report;

import dev.alambic.onnx.metrics.ClassificationMetrics;
import java.util.List;
import java.util.Locale;

/** A confusion matrix as a table: text, not a picture, so that it can be read aloud and copied. */
final class ConfusionTable {

    /** A cell this full gets white text. */
    private static final double DARK = 0.6;

    private ConfusionTable() {}

    static void write(Html html, String model, ClassificationMetrics metrics, List<String> labels) {
        html.raw("<div class=\"matrix\">").element("h3", model + " · " + Numbers.accuracy(metrics.accuracy()));
        html.raw("<table><thead><tr><th></th>");
        labels.forEach(label -> html.raw("<th scope=\"col\">").text(label).raw("</th>"));
        html.raw("</tr></thead><tbody>\n");
        for (int row = 0; row < labels.size(); row++) {
            html.raw("<tr><th scope=\"row\">").text(labels.get(row)).raw("</th>");
            cells(html, metrics.confusion().get(row), row);
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private static void cells(Html html, List<Integer> counts, int row) {
        long total = counts.stream().mapToLong(Integer::longValue).sum();
        for (int column = 0; column < counts.size(); column++) {
            int count = counts.get(column);
            if (count == 0) {
                html.element("td", "none", "0");
                continue;
            }
            double share = (double) count / total;
            double opacity = 0.15 + 0.8 * share;
            String colour = row == column ? "13,148,136" : "219,39,119";
            html.raw(String.format(
                            Locale.ROOT,
                            "<td style=\"background:rgba(%s,%.2f)%s\">",
                            colour,
                            opacity,
                            opacity > DARK ? ";color:#fff" : ""))
                    .text(Integer.toString(count))
                    .raw("</td>");
        }
    }
}
