package dev.alambic.report.page;

import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Work;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.report.chart.ModelBars;
import dev.alambic.report.chart.TimeCharts;
import dev.alambic.report.run.FigureText;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All models side by side. */
final class ModelsSection {

    private final List<RunRecords> runs;
    private final List<Row> rows = new ArrayList<>();

    private ModelsSection(List<RunRecords> runs) {
        this.runs = runs;
        for (int i = 0; i < runs.size(); i++) {
            String name = Sections.name(runs, i);
            RunRecords run = runs.get(i);
            Optional<String> chosen = Optional.ofNullable(run.comparison())
                    .flatMap(comparison -> Headline.chosen(run, comparison))
                    .map(ModelResult::name);
            run.variants()
                    .forEach(variant -> rows.add(new Row(
                            name, variant, chosen.filter(variant.name()::equals).isPresent())));
        }
    }

    /** One model of one run. */
    private record Row(String run, Variant variant, boolean chosen) {

        Optional<ClassificationMetrics> classes() {
            return variant.quality() instanceof ClassificationMetrics metrics ? Optional.of(metrics) : Optional.empty();
        }

        Optional<MultiLabelMetrics> labels() {
            return variant.quality() instanceof MultiLabelMetrics metrics ? Optional.of(metrics) : Optional.empty();
        }

        Optional<RegressionMetrics> numbers() {
            return variant.quality() instanceof RegressionMetrics metrics ? Optional.of(metrics) : Optional.empty();
        }

        Optional<MultiTaskMetrics> tasks() {
            return variant.quality() instanceof MultiTaskMetrics metrics ? Optional.of(metrics) : Optional.empty();
        }

        Optional<ModelResult> measured() {
            return Optional.ofNullable(variant.measured());
        }

        Optional<Likeness> likeness() {
            return measured().map(ModelResult::quality).map(Quality::likeness);
        }

        Optional<Work> work() {
            return measured().map(ModelResult::work);
        }

        String cssClass() {
            return variant.baseline() ? "teacher" : chosen ? "student chosen" : "student";
        }
    }

    /** One model at one setting. */
    private record Timed(Row row, Latency latency) {}

    static Section of(List<RunRecords> runs) {
        ModelsSection section = new ModelsSection(runs);
        return new Section("models", "The models", section.rows.isEmpty(), section::write);
    }

    private void write(Html html, String heading) {
        sizes().writeSortable(html, "Quality, size and speed", rows, Row::cssClass);
        List<Timed> timed = rows.stream()
                .flatMap(row -> row.measured().stream()
                        .flatMap(model -> model.latency().stream().map(latency -> new Timed(row, latency))))
                .toList();
        if (!timed.isEmpty()) {
            times().writeSortable(
                            html,
                            "Time of a call, at each setting",
                            timed,
                            each -> each.row().cssClass());
        }
        notes(html);
        if (runs.size() == 1) {
            Section.charts(html, ModelBars.of(runs.get(0)), heading);
            Section.charts(html, TimeCharts.of(runs.get(0)), heading);
        }
    }

    private Columns<Row> sizes() {
        Columns<Row> columns = named(row -> row);
        of(columns, "accuracy", Row::classes, ClassificationMetrics::accuracy, Numbers::percent);
        of(columns, "macro AUC", Row::labels, MultiLabelMetrics::macroAuc, Numbers::percent);
        of(columns, "macro F1", Row::labels, MultiLabelMetrics::macroF1, Numbers::percent);
        of(columns, "exact match", Row::labels, MultiLabelMetrics::exactMatch, Numbers::percent);
        of(columns, "R²", Row::numbers, RegressionMetrics::r2, value -> Numbers.fixed(value, 4));
        of(columns, "MAE", Row::numbers, RegressionMetrics::mae, value -> Numbers.significant(value, 4));
        of(columns, "RMSE", Row::numbers, RegressionMetrics::rmse, value -> Numbers.significant(value, 4));
        of(columns, "mean score", Row::tasks, MultiTaskMetrics::main, value -> Numbers.fixed(value, 4));
        figuresOfTasks()
                .forEach(figure -> of(
                        columns,
                        FigureText.title(figure),
                        Row::tasks,
                        metrics -> metrics.fewByKey().get(figure),
                        value -> FigureText.ofKey(figure, value)));
        of(columns, "file", Row::measured, model -> (double) model.fileBytes(), ModelsSection::bytes);
        of(columns, "time", row -> row.variant().micros(), micros -> micros, Numbers::micros);
        of(columns, "speed‑up", row -> row.variant().latency(), Latency::speedup, Numbers::times);
        of(
                columns,
                "peak memory",
                row -> row.measured().map(ModelResult::memory),
                (Memory memory) -> (double) memory.peakRssBytes(),
                ModelsSection::bytes);
        of(columns, "parameters", Row::measured, model -> (double) model.size().parameters(), ModelsSection::whole);
        of(
                columns,
                "non‑zero",
                Row::measured,
                model -> (double) model.size().nonZeroParameters(),
                ModelsSection::whole);
        of(columns, "macro F1", Row::classes, ClassificationMetrics::macroF1, Numbers::percent);
        of(
                columns,
                "calibration error",
                Row::classes,
                ClassificationMetrics::expectedCalibrationError,
                error -> Numbers.fixed(error, 3));
        of(columns, "agrees", Row::likeness, Likeness::agreement, Numbers::percent);
        of(columns, "MACs", Row::work, work -> (double) work.macs() / work.batch(), ModelsSection::whole);
        return columns.filled(rows);
    }

    /** Returns the figures of each of several tasks that stand in a line, by their names in files. */
    private List<String> figuresOfTasks() {
        return rows.stream()
                .flatMap(row -> row.tasks().stream())
                .flatMap(metrics -> metrics.fewByKey().keySet().stream())
                .filter(figure -> figure.contains("."))
                .distinct()
                .toList();
    }

    private Columns<Timed> times() {
        return named(Timed::row)
                .number("batch", timed -> (double) timed.latency().batch(), ModelsSection::plain)
                .number("threads", timed -> (double) timed.latency().threads(), ModelsSection::plain)
                .sorted(
                        "p50",
                        timed -> timed.latency().p50Micros(),
                        timed -> (timed.latency().noisy() ? "~" : "")
                                + Numbers.micros(timed.latency().p50Micros()))
                .number("p90", timed -> timed.latency().p90Micros(), Numbers::micros)
                .number("p99", timed -> timed.latency().p99Micros(), Numbers::micros)
                .number("samples/s", timed -> timed.latency().samplesPerSecond(), ModelsSection::whole)
                .number("speed‑up", timed -> timed.latency().speedup(), Numbers::times)
                .sorted(
                        "95 % interval",
                        timed -> timed.latency().speedupInterval().low(),
                        timed -> interval(timed.latency().speedupInterval()));
    }

    /** Returns columns that name the model, and its run if there are several. */
    private <R> Columns<R> named(Function<R, Row> row) {
        Columns<R> columns =
                new Columns<R>().text("model", each -> row.apply(each).variant().name());
        return runs.size() > 1 ? columns.text("run", each -> row.apply(each).run()) : columns;
    }

    private static String interval(Interval interval) {
        return Numbers.fixed(interval.low(), 2) + " – " + Numbers.fixed(interval.high(), 2);
    }

    private static <T> void of(
            Columns<Row> columns,
            String title,
            Function<Row, Optional<T>> part,
            Function<T, ? extends @Nullable Double> value,
            Function<Double, String> text) {
        columns.number(
                title,
                row -> part.apply(row)
                        .flatMap(found -> Optional.ofNullable(value.apply(found)))
                        .orElse(null),
                text);
    }

    private void notes(Html html) {
        html.in(Tag.of("p", "notes"), notes -> {
            if (runs.stream().anyMatch(RunRecords::isRegression)) {
                notes.text("R² and the mean errors (MAE, RMSE, in the unit of the target) are those of the test split,"
                        + " of several targets the mean of their own; ");
            }
            if (runs.stream().anyMatch(RunRecords::isMultiLabel)) {
                notes.text("AUC, F1 and exact match are those of the test split, a label being said where its"
                        + " probability is above 0.5; ");
            }
            if (runs.stream().anyMatch(RunRecords::isMultiTask)) {
                notes.text("The mean score is the mean of what each task is chosen by: the accuracy of classes, the"
                        + " macro AUC of labels, R² of numbers; ");
            }
            if (runs.stream().anyMatch(RunRecords::isClassification)) {
                notes.text("Accuracy is that of the test split, and so is the share of samples on which a model agrees"
                        + " with the first one; ");
            }
            notes.text("MACs are the multiplications of a sample. Speed-up is against ");
            notes.text(runs.size() == 1 ? runs.get(0).baseline() : "the first model of the run");
            notes.text(
                    ", measured in the same rounds. Peak memory is what a fresh process needs above the empty runtime. A time with ~ varied by more than 10 % from round to round.");
            runs.stream()
                    .flatMap(run -> Optional.ofNullable(run.comparison()).stream())
                    .flatMap(comparison -> comparison.notes().stream())
                    .distinct()
                    .forEach(note -> notes.text(" " + Summary.capitalized(note) + "."));
        });
    }

    private static String bytes(double bytes) {
        return Numbers.bytes((long) bytes);
    }

    private static String plain(double number) {
        return Numbers.fixed(number, 0);
    }

    private static String whole(double number) {
        return Numbers.grouped(number, 0);
    }
}
