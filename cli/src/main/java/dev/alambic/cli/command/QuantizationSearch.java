package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.search.Bound;
import dev.alambic.quantizer.search.FormSearch;
import dev.alambic.quantizer.search.SearchOptions;
import dev.alambic.quantizer.search.SearchResult;
import dev.alambic.quantizer.search.Sensitivity;
import dev.alambic.quantizer.search.Try;
import dev.alambic.run.measure.DropJudge;
import dev.alambic.run.search.BenchmarkLatencies;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code quantize --max-drop} and {@code --min-sqnr} show of a search.
 *
 * @param qualityTitle what the bound is on, with its unit
 */
record QuantizationSearch(SearchResult result, String qualityTitle) {

    private static final int SHOWN_SENSITIVITIES = 10;
    private static final double PERCENT = 100;
    private static final long SEED = 1;

    /**
     * Searches for the fastest form that is right on {@code labelled} at most {@code points} percent less often, or
     * whose figure of another task is at most {@code points} hundredths lower.
     */
    static QuantizationSearch maxDrop(FormSearch.Task task, double points, Dataset labelled, Console console) {
        Measure measure = Task.of(labelled).measure();
        String title = measure.title() + (measure.unit() == Measure.Unit.SHARE ? ", %" : ", points");
        DropJudge judge = new DropJudge(labelled, points / PERCENT, SEED, SessionOptions.defaults());
        return new QuantizationSearch(search(task, title, console).maxDrop(points, judge::quality), title);
    }

    /** Searches for the fastest form of which every output has at least these decibels on the samples. */
    static QuantizationSearch minSqnr(FormSearch.Task task, double decibels, Console console) {
        String title = "SQNR, dB";
        return new QuantizationSearch(search(task, title, console).minSqnr(decibels), title);
    }

    private static FormSearch search(FormSearch.Task task, String title, Console console) {
        console.progress("calibrating");
        return new FormSearch(task, new BenchmarkLatencies(task.samples().get(0)), new Told(title, console)::tell);
    }

    /** Tells of each model that is judged or timed, and how many may follow. */
    private static final class Told {
        private static final int MOST = SearchOptions.of(Bound.minSqnr(0)).maxTries();

        private final String title;
        private final Console console;
        private final Set<String> judged = new HashSet<>();
        private int told;

        Told(String title, Console console) {
            this.title = title;
            this.console = console;
        }

        void tell(Try row) {
            if (!Double.isNaN(row.quality())) {
                judged.add(row.form() + row.floatUnits());
            }
            console.progress("tried " + ++told + ", judged " + judged.size() + " of at most " + MOST + ": "
                    + row.label() + ": "
                    + Stream.of(
                                    Double.isNaN(row.quality())
                                            ? ""
                                            : title.replaceFirst(",.*", " ") + number(row.quality()),
                                    row.time().isEmpty() ? "" : speed(row) + " x the speed of float")
                            .filter(said -> !said.isEmpty())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** The search as JSON; what is infinite is null. */
    record Trace(
            String conclusion,
            String form,
            List<String> floatUnits,
            String quality,
            List<Row> tries,
            List<Sensitivity> sensitivities) {}

    /** One model that was tried. */
    record Row(
            String form,
            List<String> floatUnits,
            @Nullable Double quality,
            boolean meetsBound,
            @JsonUnwrapped Time time,
            long bytes) {

        static Row of(Try row) {
            return new Row(
                    row.form(),
                    row.floatUnits(),
                    Double.isFinite(row.quality()) ? row.quality() : null,
                    row.meetsBound(),
                    row.time()
                            .map(time -> new Time(time.micros(), time.speedUp()))
                            .orElse(new Time(null, null)),
                    row.bytes());
        }
    }

    /** The time of a model; nulls if it was not measured. */
    record Time(@Nullable Double micros, @Nullable Double speedUp) {}

    Trace trace() {
        return new Trace(
                result.conclusion(),
                result.chosen().form(),
                result.chosen().floatUnits(),
                qualityTitle,
                result.tries().stream().map(Row::of).toList(),
                result.sensitivities());
    }

    /** Returns the conclusion, a table of the tries, and the units that do most harm. */
    String text() {
        TextTable tries = new TextTable("tried", qualityTitle, "ok", "time, ms", "x float", "weights, bytes");
        result.tries()
                .forEach(row -> tries.row(
                        (row.equals(result.chosen()) ? "* " : "  ") + row.label(),
                        number(row.quality()),
                        row.meetsBound() ? "yes" : Double.isNaN(row.quality()) ? "not judged" : "no",
                        row.time()
                                .map(time -> Numbers.fixed(time.micros() / 1000, 3))
                                .orElse("-"),
                        speed(row),
                        Numbers.grouped(row.bytes())));
        return result.conclusion() + "\n\n" + tries + sensitivities();
    }

    private String sensitivities() {
        if (result.sensitivities().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable("most harmful units", "SQNR with them alone on integers, dB");
        result.sensitivities().stream()
                .limit(SHOWN_SENSITIVITIES)
                .forEach(each -> table.row(String.join(", ", each.units()), number(each.closeness())));
        return "\n\n" + table;
    }

    private static String number(double quality) {
        return Double.isNaN(quality) ? "-" : Double.isInfinite(quality) ? "exact" : Numbers.fixed(quality, 2);
    }

    private static String speed(Try row) {
        return row.time().map(time -> Numbers.fixed(time.speedUp(), 2)).orElse("-");
    }
}
