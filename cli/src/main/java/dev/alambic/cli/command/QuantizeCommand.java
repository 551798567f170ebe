package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.chart.table.Numbers;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.TiedWeights;
import dev.alambic.quantizer.Fidelity;
import dev.alambic.quantizer.hardware.Advice;
import dev.alambic.quantizer.hardware.Form;
import dev.alambic.quantizer.hardware.Target;
import dev.alambic.quantizer.hardware.Workload;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.run.UsageException;
import dev.alambic.run.search.SearchPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a smaller form of a model. */
public final class QuantizeCommand implements Command {

    /** What is asked of integers that nobody set a bound for, in dB: errors of a tenth of the signal's power. */
    private static final double LEAST_SQNR = 10;

    @Override
    public Usage usage() {
        return new Usage(
                "quantize",
                "<in.onnx>",
                "make a model smaller, and faster where the machine is: 8-bit integers, 4-bit weights, half precision",
                flags());
    }

    private static Flags flags() {
        Flags flags = new Flags().out("FILE", "where to write (default: <in>-<form>.onnx, or <in>-quantized.onnx)");
        return BeforeAfter.addTo(ModelFlags.addTo(CalibrationFlags.addTo(QuantizeFlags.addTo(flags))));
    }

    /**
     * What quantizing did.
     *
     * @param form key of the form
     * @param target name of the machine it is for
     * @param figures of the model before, and of the one that was written
     * @param notes what the user should know
     * @param search what was tried; null if nothing had to be searched for
     */
    record Quantized(
            String file,
            String form,
            String target,
            @JsonUnwrapped BeforeAfter figures,
            List<String> notes,
            QuantizationSearch.@Nullable Trace search) {}

    /** That a form has nothing to do on a model. */
    record Idle(String form, String why) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.file();
        OnnxModel model = ModelFlags.read(arguments);
        Quantization quantization = new Quantization(input, model, arguments, console);
        QuantizeFlags flags = quantization.flags();
        Workload workload = Workload.of(model);
        Form form = flags.form().orElseGet(() -> workload.recommended(flags.target(), quantization.hasSamples()));
        boolean open = flags.form().isEmpty() && !flags.asksMoreThanTheSearchDoes();
        boolean searches = flags.isBounded() || (open && form == Form.INT8_STATIC && flags.isForThisMachine());
        flags.requireFor(searches ? Form.INT8_STATIC : form);
        if (searches) {
            return search(arguments, quantization, ModelFiles.output(arguments, input, "quantized"), console);
        }
        Path output = ModelFiles.output(arguments, input, form.key());
        boolean timed = arguments.has("time");
        Result result = quantization.made(form);
        Fidelity.require(quantization.checked(), result, form);
        arguments.requireAsked();
        if (result.idle().isPresent()) {
            Idle idle = new Idle(form.key(), result.idle().get() + "; no file is written");
            console.result(idle, idle::why);
            return ExitCode.DONE;
        }
        result.model().write(output);
        List<String> notes = new ArrayList<>(result.notes());
        TiedWeights.of(model)
                .forEach((name, table) -> notes.add("'" + name + "' is the transpose of '" + table
                        + "', the same weights twice: --tie-weights makes them one"));
        Advice.of(new Advice.Choice(
                        flags.target(),
                        form,
                        workload,
                        form == Form.INT8_STATIC || form == Form.INT8_MIXED
                                ? flags.activations().dataType()
                                : null,
                        quantization.sampleCount()))
                .forEach(rule -> notes.add(rule.says()));
        flags.caution(form, Target.ofThisMachine()).ifPresent(notes::add);
        notes.addAll(quantization.carried(result.model()));
        notes.forEach(note -> console.progress("note: " + note));
        BeforeAfter figures = figures(quantization, output, result.sqnrDecibels());
        if (Files.isRegularFile(input)) {
            figures = figures.compared(
                    input, output, quantization.checked().about().samples());
            figures = timed ? figures.timed(input, output) : figures;
        }
        Quantized quantized = quantized(quantization, output, form.key(), figures, notes, null);
        console.result(quantized, () -> quantized.figures().text() + "\n" + line(quantized));
        return ExitCode.DONE;
    }

    private static int search(Arguments arguments, Quantization quantization, Path output, Console console) {
        if (arguments.has("max-drop") && arguments.has("min-sqnr")) {
            throw new UsageException("quantize: one bound at a time (expected --max-drop or --min-sqnr, was both)");
        }
        if (quantization.flags().asksMoreThanTheSearchDoes()) {
            throw new UsageException("quantize: a search tries plain integers and other forms by itself (expected no"
                    + " --fp16, --bf16, --weights, --int8 dynamic, --accuracy or --equalize beside --max-drop or"
                    + " --min-sqnr)");
        }
        String bound = arguments.has("max-drop") ? "max-drop" : "min-sqnr";
        QuantizationSearch search =
                quantization.searched(bound, arguments.number(bound).orElse(LEAST_SQNR));
        arguments.requireAsked();
        search.result().model().write(output);
        List<String> drawn = SearchPicture.draw(search.result(), search.qualityTitle(), output).stream()
                .map(Path::toString)
                .toList();
        QuantizationSearch.Trace trace = search.trace();
        List<String> notes = new ArrayList<>(quantization.notes());
        notes.addAll(quantization.model().about().notes());
        notes.addAll(quantization.carried(search.result().model()));
        notes.add(trace.conclusion());
        BeforeAfter figures = figures(quantization, output, Double.POSITIVE_INFINITY);
        Quantized quantized = quantized(quantization, output, trace.form(), figures, notes, trace);
        console.result(
                quantized, () -> search.text() + "\n\n" + line(quantized) + "\ndrawn: " + String.join(", ", drawn));
        return ExitCode.DONE;
    }

    private static Quantized quantized(
            Quantization quantization,
            Path output,
            String form,
            BeforeAfter figures,
            List<String> notes,
            QuantizationSearch.@Nullable Trace search) {
        return new Quantized(
                output.toString(), form, quantization.flags().target().name(), figures, notes, search);
    }

    private static BeforeAfter figures(Quantization quantization, Path output, double sqnrDecibels) {
        return BeforeAfter.of(
                ModelFiles.bytes(quantization.file(), quantization.model()), ModelFiles.bytes(output), sqnrDecibels);
    }

    private static String line(Quantized quantized) {
        return quantized.file() + ": " + quantized.form() + " for " + quantized.target() + ", "
                + Numbers.grouped(quantized.figures().bytesBefore()) + " bytes became "
                + Numbers.grouped(quantized.figures().bytes());
    }
}
