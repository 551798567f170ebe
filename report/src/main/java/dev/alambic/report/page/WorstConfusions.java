package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.metrics.ClassificationMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The most frequent mistakes, where the classes are too many for a table. */
record WorstConfusions(ClassificationMetrics metrics, List<String> labels) {

    private static final int SHOWN = 12;

    /** How often one class was taken for another. */
    private record Mistake(String truth, String answer, int count) {}

    void write(Html html) {
        List<Mistake> mistakes = mistakes();
        if (mistakes.isEmpty()) {
            html.element("p", "No mistakes.");
            return;
        }
        html.in(
                Tag.of("ol", "mistakes"),
                list -> mistakes.forEach(mistake -> list.in(
                        "li",
                        item -> item.element("b", mistake.truth())
                                .text(" taken for ")
                                .element("b", mistake.answer())
                                .text(", " + Numbers.grouped(mistake.count())
                                        + (mistake.count() == 1 ? " time" : " times")))));
    }

    private List<Mistake> mistakes() {
        List<Mistake> all = new ArrayList<>();
        for (int truth = 0; truth < labels.size(); truth++) {
            List<Integer> row = metrics.confusion().get(truth);
            for (int answer = 0; answer < row.size(); answer++) {
                if (answer != truth && row.get(answer) > 0) {
                    all.add(new Mistake(labels.get(truth), labels.get(answer), row.get(answer)));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparingInt(Mistake::count).reversed())
                .limit(SHOWN)
                .toList();
    }
}
