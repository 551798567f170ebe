package dev.alambic.cli.command;

import dev.alambic.cli.samples.InputSamples;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Numbers;
import dev.alambic.cli.terminal.Progress;
import dev.alambic.cli.usage.UsageException;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Fp16;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.advice.Form;
import dev.alambic.quantizer.advice.Rule;
import dev.alambic.quantizer.advice.Workload;
import dev.alambic.quantizer.pass.PassReport;
import dev.alambic.quantizer.pass.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** Makes a smaller form of a model. */
public final class QuantizeCommand implements Command {

    @Override
    public String name() {
        return "quantize";
    }

    @Override
    public String summary() {
        return "make a model smaller, and faster where the machine is: 8-bit integers, 4-bit weights, half precision";
    }

    @Override
    public String operands() {
        return "<in.onnx>";
    }

    @Override
    public Options options() {
        Options options =
                new Options().addOption(CommonOptions.out("FILE", "where to write (default: <in>-<form>.onnx)"));
        return CalibrationFlags.addTo(QuantizeFlags.addTo(options));
    }

    /**
     * What quantizing did.
     *
     * @param form key of the form
     * @param target name of the machine it is for
     * @param notes what the user should know
     */
    record Quantized(String file, String form, String target, long bytesBefore, long bytes, List<String> notes) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.file();
        QuantizeFlags flags = QuantizeFlags.of(arguments);
        CalibrationFlags calibration = new CalibrationFlags(arguments);
        OnnxModel model = OnnxModel.read(input);
        Workload workload = Workload.of(model);
        Form form = flags.form().orElseGet(() -> workload.recommended(flags.target(), calibration.isThere(input)));
        Path output = ModelFiles.output(arguments, input, form.key());
        InputSamples samples = form == Form.INT8_STATIC ? samples(calibration, input, model) : null;
        Result result = made(flags, form, model, calibration, samples, console);
        result.model().write(output);

        List<String> notes = new ArrayList<>();
        result.reports().stream().map(PassReport::notes).forEach(notes::addAll);
        Rule.of(new Rule.Choice(
                        flags.target(),
                        form,
                        workload,
                        form == Form.INT8_STATIC ? flags.activations().dataType() : null,
                        samples == null ? 0 : samples.count()))
                .forEach(rule -> notes.add(rule.says()));
        Quantized quantized =
                new Quantized(output.toString(), form.key(), flags.target().name(), bytes(input), bytes(output), notes);
        notes.forEach(note -> console.progress("note: " + note));
        console.result(
                quantized,
                () -> output + ": " + form.key() + " for " + flags.target().name() + ", "
                        + Numbers.grouped(quantized.bytesBefore()) + " bytes became "
                        + Numbers.grouped(quantized.bytes()));
        return ExitCode.DONE;
    }

    private static InputSamples samples(CalibrationFlags calibration, Path input, OnnxModel model) {
        if (!calibration.isThere(input)) {
            throw new UsageException("quantize: --int8 static learns ranges from samples: say which by --calibration"
                    + " PATH or --data SOURCE");
        }
        return calibration.samples(input, model);
    }

    private static Result made(
            QuantizeFlags flags,
            Form form,
            OnnxModel model,
            CalibrationFlags calibration,
            @Nullable InputSamples samples,
            Console console) {
        return switch (form) {
            case INT8_DYNAMIC -> Quantizer.int8Dynamic(model, flags.int8());
            case INT8_STATIC -> {
                InputSamples there = Objects.requireNonNull(samples);
                try (Progress progress = console.start("calibrating", there.count())) {
                    yield Quantizer.int8Static(
                            model,
                            calibration.calibration(there, batches -> progress.note(batches + " batches")),
                            flags.int8());
                }
            }
            case INT8, INT4 -> Quantizer.weightOnly(model, flags.weightOnly(form));
            case FP16_STORAGE -> Quantizer.fp16(model, Fp16.STORAGE);
            case FP16_COMPUTE -> Quantizer.fp16(model, Fp16.COMPUTE);
            case BF16_STORAGE -> throw new UsageException("quantize: --bf16 is not there yet");
        };
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
