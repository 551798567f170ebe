package dev.alambic.report.page;

import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Work;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.report.chart.BarChart;
import dev.alambic.report.chart.ModelBars;
import dev.alambic.report.chart.TimeCharts;
import dev.alambic.report.markup.Html;
import dev.alambic.report.markup.Tag;
import dev.alambic.report.page.Column.Cell;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.Numbers;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All models side by side. */
final class ModelsSection implements Section {

    private final List<RunRecords> runs;
    private final List<Row> rows = new ArrayList<>();

    ModelsSection(List<RunRecords> runs) {
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

        Optional<ClassificationMetrics> quality() {
            return Optional.ofNullable(variant.quality());
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

    @Override
    public String key() {
        return "models";
    }

    @Override
    public String title() {
        return "The models";
    }

    @Override
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public void write(Html html, String heading) {
        sizes().write(html, rows);
        List<Timed> timed = rows.stream()
                .flatMap(row -> row.measured().stream()
                        .flatMap(model -> model.latency().stream().map(latency -> new Timed(row, latency))))
                .toList();
        if (!timed.isEmpty()) {
            times().write(html, timed);
        }
        notes(html);
        if (runs.size() == 1) {
            bars(html, ModelBars.of(runs.get(0)), heading);
            bars(html, TimeCharts.of(runs.get(0)), heading);
        }
    }

    private static void bars(Html html, List<BarChart> charts, String heading) {
        html.in(Tag.of("div", "thirds"), grid -> charts.forEach(chart -> Figures.bars(grid, chart, heading)));
    }

    private SortableTable<Row> sizes() {
        List<Column<Row>> columns = new ArrayList<>();
        columns.add(Column.text("model", row -> row.variant().name()));
        if (runs.size() > 1) {
            columns.add(Column.text("run", Row::run));
        }
        columns.add(column("accuracy", Row::quality, ClassificationMetrics::accuracy, Numbers::accuracy));
        columns.add(column("file", Row::measured, model -> (double) model.fileBytes(), ModelsSection::bytes));
        columns.add(column("time", row -> row.variant().micros(), micros -> micros, Numbers::micros));
        columns.add(column("speed‑up", row -> row.variant().latency(), Latency::speedup, Numbers::times));
        columns.add(column(
                "peak memory",
                row -> row.measured().map(ModelResult::memory),
                (Memory memory) -> (double) memory.peakRssBytes(),
                ModelsSection::bytes));
        columns.add(column(
                "parameters", Row::measured, model -> (double) model.size().parameters(), ModelsSection::count));
        columns.add(column(
                "non‑zero", Row::measured, model -> (double) model.size().nonZeroParameters(), ModelsSection::count));
        columns.add(column("macro F1", Row::quality, ClassificationMetrics::macroF1, Numbers::accuracy));
        columns.add(column(
                "calibration error",
                Row::quality,
                ClassificationMetrics::expectedCalibrationError,
                error -> format("%.3f", error)));
        columns.add(column("agrees", Row::likeness, Likeness::agreement, Numbers::accuracy));
        columns.add(column("MACs", Row::work, work -> (double) work.macs() / work.batch(), ModelsSection::count));
        columns.removeIf(column -> rows.stream().allMatch(row -> column.isEmpty(row)));
        return new SortableTable<>("Quality, size and speed", columns, Row::cssClass);
    }

    private SortableTable<Timed> times() {
        List<Column<Timed>> columns = new ArrayList<>();
        columns.add(Column.text("model", timed -> timed.row().variant().name()));
        if (runs.size() > 1) {
            columns.add(Column.text("run", timed -> timed.row().run()));
        }
        columns.add(latency("batch", latency -> (double) latency.batch(), batch -> format("%.0f", batch)));
        columns.add(latency("threads", latency -> (double) latency.threads(), threads -> format("%.0f", threads)));
        columns.add(Column.number(
                "p50",
                timed -> new Cell(
                        (timed.latency().noisy() ? "~" : "")
                                + Numbers.micros(timed.latency().p50Micros()),
                        timed.latency().p50Micros())));
        columns.add(latency("p90", Latency::p90Micros, Numbers::micros));
        columns.add(latency("p99", Latency::p99Micros, Numbers::micros));
        columns.add(latency("samples/s", Latency::samplesPerSecond, rate -> format("%,.0f", rate)));
        columns.add(latency("speed‑up", Latency::speedup, Numbers::times));
        columns.add(Column.number("95 % interval", timed -> interval(timed.latency())));
        return new SortableTable<>(
                "Time of a call, at each setting", columns, timed -> timed.row().cssClass());
    }

    private static Cell interval(Latency latency) {
        double low = latency.speedupInterval().low();
        return new Cell(format("%.2f – %.2f", low, latency.speedupInterval().high()), low);
    }

    private static Column<Timed> latency(
            String title, Function<Latency, ? extends @Nullable Double> value, Function<Double, String> text) {
        return column(title, timed -> Optional.of(timed.latency()), value, text);
    }

    private static <R, T> Column<R> column(
            String title,
            Function<R, Optional<T>> part,
            Function<T, ? extends @Nullable Double> value,
            Function<Double, String> text) {
        return Column.number(
                title,
                row -> part.apply(row)
                        .flatMap(found -> Optional.ofNullable(value.apply(found)))
                        .map(number -> new Cell(text.apply(number), number))
                        .orElse(Cell.ABSENT));
    }

    private void notes(Html html) {
        html.in(Tag.of("p", "notes"), notes -> {
            notes.text(
                    "Accuracy is that of the test split, and so is the share of samples on which a model agrees with the"
                            + " first one; MACs are the multiplications of a sample. Speed-up is against ");
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

    private static String count(double count) {
        return Numbers.count((long) count);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
