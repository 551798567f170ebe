package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which classes are taken for which. Models that answer alike share a matrix; tables, not pictures, so that they can be
 * read aloud and copied.
 */
final class ConfusionSection {

    /** Of more classes than these, only the worst confusions are listed. */
    private static final int MOST_CLASSES = 20;

    /** More column heads than these are written upright. */
    private static final int FEW_CLASSES = 4;

    /** Longer labels need room of their own. */
    private static final int SHORT_LABEL = 3;

    private final RunRecords run;
    private final Map<ClassificationMetrics, List<String>> alike = new LinkedHashMap<>();

    private ConfusionSection(RunRecords run) {
        this.run = run;
        Map<List<List<Integer>>, ClassificationMetrics> first = new LinkedHashMap<>();
        run.metrics().forEach((model, measured) -> {
            if (measured instanceof ClassificationMetrics metrics) {
                ClassificationMetrics of = first.computeIfAbsent(metrics.confusion(), any -> metrics);
                alike.computeIfAbsent(of, any -> new ArrayList<>()).add(model);
            }
        });
    }

    static Section of(RunRecords run) {
        ConfusionSection section = new ConfusionSection(run);
        return new Section("confusion", "What is taken for what", section.alike.isEmpty(), section::write);
    }

    private void write(Html html, String heading) {
        html.element(
                "p",
                "intro",
                "On the test split. Rows are true classes, columns the answers; the shade of a mistake is its share of"
                        + " the row. Models with the same answers share a table.");
        int classes = alike.keySet().stream()
                .mapToInt(metrics -> metrics.confusion().size())
                .max()
                .orElse(0);
        String size = classes > FEW_CLASSES ? "matrices large" : "matrices";
        String heads =
                run.answers().labels().stream().anyMatch(label -> label.length() > SHORT_LABEL) ? " upright" : "";
        html.in(
                Tag.of("div", size + heads),
                grid -> alike.forEach((metrics, models) -> grid.in(Tag.of("div", "matrix"), box -> {
                    box.element(heading, String.join(", ", models));
                    box.element(
                            "p",
                            "muted",
                            Numbers.percent(metrics.accuracy()) + " of " + Numbers.grouped(metrics.samples())
                                    + " right");
                    if (classes > MOST_CLASSES) {
                        new WorstConfusions(metrics, run.answers().labels(metrics)).write(box);
                    } else {
                        table(box, metrics);
                    }
                })));
    }

    private void table(Html html, ClassificationMetrics metrics) {
        List<String> labels = run.answers().labels(metrics);
        html.in("table", table -> {
            table.in(
                    "thead",
                    head -> head.in("tr", row -> {
                        row.element(Tag.of("td", "corner"), "");
                        labels.forEach(
                                label -> row.in(Tag.of("th").with("scope", "col"), th -> th.element("span", label)));
                    }));
            table.in("tbody", body -> {
                for (int i = 0; i < labels.size(); i++) {
                    row(body.line(), metrics.confusion().get(i), i, labels.get(i));
                }
            });
        });
    }

    private static void row(Html body, List<Integer> counts, int own, String label) {
        double total = counts.stream().mapToLong(Integer::longValue).sum();
        body.in("tr", row -> {
            row.element(Tag.of("th").with("scope", "row"), label);
            for (int column = 0; column < counts.size(); column++) {
                row.element(cell(counts.get(column), total, column == own), Integer.toString(counts.get(column)));
            }
        });
    }

    /** Faint shares are lifted by a root: one wrong answer in a hundred must still be seen. */
    private static Tag cell(int count, double total, boolean right) {
        if (count == 0) {
            return Tag.of("td", right ? "right" : "none");
        }
        String share = String.format(Locale.ROOT, "--share:%.2f", Math.sqrt(count / total));
        return Tag.of("td", right ? "right" : "wrong").with("style", share);
    }
}
