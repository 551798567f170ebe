package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.quantizer.diff.Coverage;
import dev.alambic.quantizer.diff.Jump;
import dev.alambic.quantizer.diff.ModelDiff;
import dev.alambic.quantizer.diff.StepDifference;
import dev.alambic.quantizer.diff.ValueDifference;
import dev.alambic.run.measure.SampleFeeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares two forms of a model, output by output and layer by layer. */
public final class DiffCommand implements Command {

    private static final long SHOWN = 20;
    private static final long RANDOM_SAMPLES = 8;
    private static final long DATA_SAMPLES = 64;
    private static final int BATCH = 1;
    private static final long SEED = 1;

    @Override
    public Usage usage() {
        return new Usage(
                "diff",
                "<a.onnx> <b.onnx>",
                "compare two forms of a model: error, SQNR and cosine of each output and layer",
                CalibrationFlags.addSource(new Flags()
                        .value("samples", "N", "samples to compare on (default: 64, or 8 random ones)")
                        .value("top", "N", "worst layers to show (default: 20)")
                        .value("max-error", "X", "the goal: no output moves by more than X")
                        .value("min-sqnr", "DB", "the goal: every output has at least DB decibels")
                        .value("inputs", "PATH", "samples without labels, the same as --calibration")));
    }

    /**
     * The difference, its figures being null where they are not finite.
     *
     * @param layers worst first
     */
    record Compared(
            @JsonUnwrapped What what,
            List<Figures> outputs,
            List<Figures> layers,
            @Nullable Figures jump,
            Coverage coverage,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Carried> steps) {}

    /** How the error of an output goes on from call to call; what is infinite or not a number is null. */
    record Carried(
            String value,
            @Nullable Double first,
            @Nullable Double last,
            @Nullable Double worst,
            long worstStep,
            @Nullable Double growth,
            @Nullable Double agreement) {

        static Carried of(StepDifference from) {
            return new Carried(
                    from.value(),
                    Figures.finite(from.first()),
                    Figures.finite(from.last()),
                    Figures.finite(from.worst()),
                    from.worstStep(),
                    Figures.finite(from.growth()),
                    from.agreement());
        }
    }

    /** What was compared, and on what. */
    record What(String first, String second, String samples) {}

    /** One value; what is infinite or not a number is null. */
    record Figures(
            String value,
            String operator,
            @Nullable Double maxAbsoluteError,
            @Nullable Double relativeError,
            @Nullable Double sqnrDecibels,
            @Nullable Double cosine) {

        static Figures of(ValueDifference from) {
            return new Figures(
                    from.value(),
                    from.operator(),
                    finite(from.maxAbsoluteError()),
                    finite(from.relativeError()),
                    finite(from.sqnrDecibels()),
                    finite(from.cosine()));
        }

        private static @Nullable Double finite(double value) {
            return Double.isFinite(value) ? Double.valueOf(value) : null;
        }
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> operands = arguments.operands(2, 2);
        List<Path> files = arguments.modelFiles(2);
        Optional<Double> maxError = arguments.number("max-error");
        Optional<Double> minSqnr = arguments.number("min-sqnr");
        int top = arguments.whole("top", 0, SHOWN);
        OnnxModel first = StateFlags.told(arguments, OnnxModel.read(files.get(0)));
        StateFlags.say(first, console);
        Samples samples = samples(arguments, files.get(0), first);
        ModelDiff diff = ModelDiff.of(first, OnnxModel.read(files.get(1)), samples.feeds());
        if (diff.outputs().stream().allMatch(output -> output.elements() == 0)) {
            throw new InvalidDataException(
                    samples.name(),
                    "no output of the models is a number on these samples, so that nothing is compared",
                    "samples on which they give numbers",
                    "NaN, infinite or empty throughout");
        }
        Compared compared = new Compared(
                new What(operands.get(0), operands.get(1), samples.name()),
                figures(diff.outputs()),
                figures(diff.worstLayers(diff.layers().size())),
                diff.jump() == null ? null : Figures.of(diff.jump().layer()),
                diff.coverage(),
                diff.steps().stream().map(Carried::of).toList());
        console.result(compared, () -> text(compared, diff, top));
        return missed(diff, maxError, minSqnr, console) ? ExitCode.GOAL_MISSED : ExitCode.DONE;
    }

    /** What both models are fed. */
    private record Samples(String name, Iterable<Map<String, Tensor>> feeds) {}

    private static Samples samples(Arguments arguments, Path file, OnnxModel model) {
        Optional<Path> path = arguments.path("inputs").or(() -> arguments.path("calibration"));
        if (path.isPresent()) {
            int most = new CalibrationFlags(arguments).most();
            InputSamples there = new PictureReading(arguments, file, model).open(path.get(), most);
            return new Samples(there.source(), there.batches());
        }
        if (!ModelData.isKnown(arguments, file)) {
            int count = arguments.whole("samples", 1, RANDOM_SAMPLES);
            StatePairs states = StatePairs.of(model);
            Iterable<Map<String, Tensor>> made = Probe.of(model).samples(count, SEED);
            return new Samples("random inputs", states.isGrowing(model.graph()) ? made : states.sequence(made));
        }
        ModelData data = ModelData.read(arguments, file, model, "test");
        int count = arguments.whole("samples", 1, DATA_SAMPLES);
        return new Samples(ModelData.spoken(data.part()), SampleFeeds.spread(model, data.samples(), count, BATCH));
    }

    private static List<Figures> figures(List<ValueDifference> from) {
        return from.stream().map(Figures::of).toList();
    }

    private static boolean missed(
            ModelDiff diff, Optional<Double> maxError, Optional<Double> minSqnr, Console console) {
        boolean error = maxError.isPresent() && diff.maxAbsoluteError() > maxError.get();
        boolean sqnr = minSqnr.isPresent() && diff.worstSqnrDecibels() < minSqnr.get();
        if (error) {
            console.progress("an output moves by " + number(diff.maxAbsoluteError()) + ", the goal is at most "
                    + number(maxError.get()));
        }
        if (sqnr) {
            console.progress("an output has " + decibels(diff.worstSqnrDecibels()) + " dB, the goal is at least "
                    + decibels(minSqnr.get()));
        }
        return error || sqnr;
    }

    private static String text(Compared compared, ModelDiff diff, int top) {
        Coverage coverage = diff.coverage();
        What what = compared.what();
        return what.first() + " and " + what.second() + " on " + Numbers.grouped(coverage.samples())
                + " samples: " + what.samples() + "\n\n" + table("output", diff.outputs())
                + (diff.steps().isEmpty() ? "" : "\n\n" + steps(diff.steps()))
                + (coverage.layers() == 0 || top == 0 ? "" : "\n\n" + table("worst layers", diff.worstLayers(top)))
                + "\n\n" + (coverage.layers() == 0 ? "" : jump(diff.jump()) + "\n")
                + Numbers.grouped(coverage.layers()) + " layers compared, "
                + Numbers.grouped(coverage.skipped()) + " of the first model have no counterpart by name";
    }

    private static TextTable table(String title, List<ValueDifference> values) {
        TextTable table = new TextTable(title, "operator", "max error", "relative", "SQNR dB", "cosine");
        values.forEach(value -> table.row(
                value.value(),
                value.operator(),
                number(value.maxAbsoluteError()),
                number(value.relativeError()),
                decibels(value.sqnrDecibels()),
                Numbers.fixed(value.cosine(), 6)));
        return table;
    }

    private static TextTable steps(List<StepDifference> steps) {
        TextTable table = new TextTable("call by call", "first", "last", "worst", "worst call", "x single", "alike, %");
        steps.forEach(step -> table.row(
                step.value(),
                number(step.first()),
                number(step.last()),
                number(step.worst()),
                step.worstStep(),
                Double.isFinite(step.growth()) ? Numbers.fixed(step.growth(), 2) : "-",
                step.agreement() == null ? "-" : Numbers.fixed(100 * step.agreement(), 2)));
        return table;
    }

    private static String jump(@Nullable Jump jump) {
        return jump == null
                ? "no layer makes the error jump"
                : "the error first jumps at " + jump.layer().operator() + " '"
                        + jump.layer().value() + "': " + decibels(jump.layer().sqnrDecibels()) + " dB, from "
                        + decibels(jump.beforeDecibels()) + " dB or better before it";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String decibels(double value) {
        return value == Double.POSITIVE_INFINITY ? "exact" : Numbers.fixed(value, 1);
    }
}
