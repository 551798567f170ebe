package dev.alambic.cli.command;

import dev.alambic.chart.Picture;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.run.ModelMetrics;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Fp16;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.diff.OutputSqnr;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.search.Bound;
import dev.alambic.quantizer.search.Candidates;
import dev.alambic.quantizer.search.Int8Candidates;
import dev.alambic.quantizer.search.Measures;
import dev.alambic.quantizer.search.Search;
import dev.alambic.quantizer.search.SearchOptions;
import dev.alambic.quantizer.search.SearchResult;
import dev.alambic.quantizer.search.Sensitivity;
import dev.alambic.quantizer.search.Try;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The search behind {@code quantize --max-drop} and {@code --min-sqnr}: what it measures by, and what it shows. */
final class QuantizationSearch {

    private static final int PERCENT = 100;
    private static final int SHOWN_SENSITIVITIES = 10;
    private static final int PICTURE_WIDTH = 860;

    private final SearchOptions options;
    private final String qualityTitle;
    private final SearchResult result;

    private QuantizationSearch(SearchOptions options, String qualityTitle, SearchResult result) {
        this.options = options;
        this.qualityTitle = qualityTitle;
        this.result = result;
    }

    /**
     * What to quantize.
     *
     * @param samples some tens of inputs, on which outputs are compared; the first is what models are timed on
     */
    record Task(OnnxModel model, Calibration calibration, Int8Options options, List<Map<String, Tensor>> samples) {
        Task {
            samples = List.copyOf(samples);
        }
    }

    /** Searches for the fastest form that is right on {@code labelled} at most {@code points} percent less often. */
    static QuantizationSearch maxDrop(Task task, double points, Dataset labelled, Console console) {
        ToDoubleFunction<OnnxModel> accuracy = model -> PERCENT
                * ModelMetrics.measure(model, "the model", labelled, SessionOptions.defaults())
                        .accuracy();
        return search(task, SearchOptions.of(Bound.maxDrop(points)), accuracy, console);
    }

    /** Searches for the fastest form of which every output has at least these decibels on the samples. */
    static QuantizationSearch minSqnr(Task task, double decibels, Console console) {
        return search(task, SearchOptions.of(Bound.minSqnr(decibels)), null, console);
    }

    private static QuantizationSearch search(
            Task task, SearchOptions options, @Nullable ToDoubleFunction<OnnxModel> accuracy, Console console) {
        console.progress("calibrating");
        Candidates candidates = Int8Candidates.of(
                task.model(), task.calibration(), task.options(), task.samples().get(0));
        OutputSqnr sqnr = OutputSqnr.of(candidates.floating(), task.samples());
        BenchmarkLatencies latencies = new BenchmarkLatencies(task.samples().get(0));
        Measures measures =
                Measures.of(accuracy == null ? sqnr : accuracy, latencies).withCloseness(sqnr);
        String title = accuracy == null ? "SQNR, dB" : "accuracy, %";
        SearchResult result =
                Search.run(candidates, forms(task), measures, options, row -> console.progress(progress(row, title)));
        return new QuantizationSearch(options, title, result);
    }

    private static Map<String, Supplier<OnnxModel>> forms(Task task) {
        Map<String, Supplier<OnnxModel>> forms = new LinkedHashMap<>();
        forms.put(
                "dynamic",
                once(() -> Quantizer.int8Dynamic(task.model(), task.options()).model()));
        forms.put(
                "fp16 storage",
                once(() -> Quantizer.fp16(task.model(), Fp16.STORAGE).model()));
        return forms;
    }

    /** Makes the model when it is first asked for, and keeps it. */
    private static Supplier<OnnxModel> once(Supplier<OnnxModel> maker) {
        List<OnnxModel> made = new ArrayList<>();
        return () -> {
            if (made.isEmpty()) {
                made.add(maker.get());
            }
            return made.get(0);
        };
    }

    private static String progress(Try row, String title) {
        return row.label() + ": "
                + (row.speedUp() == null
                        ? title.replaceFirst(",.*", " ") + number(row.quality())
                        : speed(row) + " x the speed of float");
    }

    /** Returns the model that was found. */
    OnnxModel model() {
        return result.model();
    }

    SearchResult result() {
        return result;
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
            @Nullable Double micros,
            @Nullable Double speedUp,
            long bytes) {

        static Row of(Try row) {
            return new Row(
                    row.form(),
                    row.floatUnits(),
                    Double.isFinite(row.quality()) ? row.quality() : null,
                    row.meetsBound(),
                    row.micros(),
                    row.speedUp(),
                    row.bytes());
        }
    }

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
                        row.meetsBound() ? "yes" : "no",
                        row.micros() == null ? "-" : Numbers.fixed(row.micros() / 1000, 3),
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
        return Double.isInfinite(quality) ? "exact" : Numbers.fixed(quality, 2);
    }

    private static String speed(Try row) {
        return row.speedUp() == null ? "-" : Numbers.fixed(row.speedUp(), 2);
    }

    /** Draws quality against time beside {@code output}, as {@code <output>.search.svg} and {@code .png}. */
    List<Path> draw(Path output) {
        double least = options.bound().least(result.tries().get(0).quality());
        Picture picture = Picture.of(SearchChart.of(result, qualityTitle, least), PICTURE_WIDTH);
        Path svg = output.resolveSibling(output.getFileName() + ".search.svg");
        Path png = output.resolveSibling(output.getFileName() + ".search.png");
        WholeFile.write(svg, picture.svg());
        WholeFile.write(png, picture.png());
        return List.of(svg, png);
    }
}
