package dev.alambic.report.page;

import dev.alambic.chart.Chart;
import dev.alambic.chart.Role;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.RegressionMetrics.TargetScore;
import dev.alambic.report.chart.NumberCharts;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.Predictions;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How far the numbers of a regression lie from the true ones, target by target. */
final class NumbersSection {

    private static final int MOST_TARGETS = 6;

    private final RunRecords run;
    private final List<Row> rows = new ArrayList<>();

    private NumbersSection(RunRecords run) {
        this.run = run;
        run.metrics().forEach((model, metrics) -> {
            if (metrics instanceof RegressionMetrics numbers) {
                numbers.perTarget().forEach(score -> rows.add(new Row(model, score)));
            }
        });
    }

    /** One target of one model. */
    private record Row(String model, TargetScore score) {}

    static Section of(RunRecords run) {
        NumbersSection section = new NumbersSection(run);
        return new Section("numbers", "How far from the truth", section.rows.isEmpty(), section::write);
    }

    private void write(Html html, String heading) {
        html.element(
                "p",
                "intro",
                "On the test split, in the unit of each target. The standard deviation of the true numbers is the error"
                        + " (RMSE) of always answering their mean: R² says how much of its square is gone.");
        Columns<Row> columns = new Columns<Row>()
                .text("model", Row::model)
                .text("target", row -> row.score().target())
                .number("R²", row -> row.score().r2(), value -> Numbers.fixed(value, 4))
                .number("MAE", row -> row.score().mae(), NumbersSection::unit)
                .number("RMSE", row -> row.score().rmse(), NumbersSection::unit)
                .number("bias", row -> row.score().bias(), NumbersSection::unit)
                .number("largest error", row -> row.score().largestError(), NumbersSection::unit)
                .number("mean of truth", row -> row.score().mean(), NumbersSection::unit)
                .number("its deviation", row -> row.score().deviation(), NumbersSection::unit);
        columns.writeSortable(
                html, "Errors of each model", rows, row -> row.model().equals(run.baseline()) ? "teacher" : "student");
        Section.charts(html, charts(), heading);
    }

    private static String unit(double value) {
        return Numbers.significant(value, 4);
    }

    private List<Chart> charts() {
        Predictions predictions = run.answers().predictions();
        List<Chart> charts = new ArrayList<>();
        if (predictions == null) {
            return charts;
        }
        for (String model : shown()) {
            Role role = model.equals(run.baseline()) ? Role.TEACHER : Role.STUDENT;
            for (Predictions.Target target : predictions.models().getOrDefault(model, List.of()).stream()
                    .limit(MOST_TARGETS)
                    .toList()) {
                charts.add(NumberCharts.scatter(model, target, role));
                charts.add(NumberCharts.residuals(model, target, role));
            }
        }
        return charts;
    }

    /** Returns the first model, and the one that the report speaks of. */
    private Set<String> shown() {
        Set<String> shown = new LinkedHashSet<>(List.of(run.baseline()));
        Optional.ofNullable(run.comparison())
                .flatMap(comparison -> Headline.chosen(run, comparison))
                .ifPresent(chosen -> shown.add(chosen.name()));
        return shown;
    }
}
