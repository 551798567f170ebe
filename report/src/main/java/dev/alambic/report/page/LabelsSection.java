package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.MultiLabelMetrics.LabelScore;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.List;

/** How well each of several labels is told. */
final class LabelsSection {

    private final RunRecords run;
    private final List<Row> rows = new ArrayList<>();

    private LabelsSection(RunRecords run) {
        this.run = run;
        run.metrics().forEach((model, metrics) -> {
            if (metrics instanceof MultiLabelMetrics labels) {
                labels.perLabel().forEach(score -> rows.add(new Row(model, score)));
            }
        });
    }

    /** One label of one model. */
    private record Row(String model, LabelScore score) {}

    static Section of(RunRecords run) {
        LabelsSection section = new LabelsSection(run);
        return new Section("labels", "Label by label", section.rows.isEmpty(), section::write);
    }

    private void write(Html html, String heading) {
        html.element(
                "p",
                "intro",
                "On the test split. The area under the ROC curve (AUC) is the share of pairs of a sample that carries"
                        + " the label and one that does not which the model puts in the right order; the others are for"
                        + " labels said where their probability is above 0.5.");
        new Columns<Row>()
                .text("model", Row::model)
                .text("label", row -> row.score().label())
                .number("AUC", row -> row.score().auc(), Numbers::percent)
                .number("precision", row -> row.score().precision(), Numbers::percent)
                .number("recall", row -> row.score().recall(), Numbers::percent)
                .number("F1", row -> row.score().f1(), Numbers::percent)
                .number("samples", row -> (double) row.score().support(), value -> Numbers.grouped(Math.round(value)))
                .writeSortable(
                        html,
                        "Labels of each model",
                        rows,
                        row -> row.model().equals(run.baseline()) ? "teacher" : "student");
    }
}
