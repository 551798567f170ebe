package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Progress;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.accuracy.AccuracyOptions;
import dev.alambic.quantizer.diff.ModelDiff;
import dev.alambic.quantizer.hardware.Form;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.quantizer.precision.Fp16Options;
import dev.alambic.quantizer.search.FormSearch;
import dev.alambic.quantizer.weightonly.WeightOnlyOptions;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one form of a model, with the samples that the flags name read when the form needs them. */
final class Quantization {
    private final Path file;
    private final OnnxModel model;
    private final QuantizeFlags flags;
    private final CalibrationFlags calibrationFlags;
    private final Console console;
    private final List<String> notes = new ArrayList<>();
    private OnnxModel checked;
    private Optional<InputSamples> read = Optional.empty();

    Quantization(Path file, OnnxModel model, Arguments arguments, Console console) {
        this.file = file;
        this.model = model;
        this.checked = model;
        this.flags = QuantizeFlags.of(arguments);
        this.calibrationFlags = new CalibrationFlags(arguments);
        this.console = console;
    }

    Path file() {
        return file;
    }

    OnnxModel model() {
        return model;
    }

    /** Returns the model with the samples that what was made of it was checked on, if there are some. */
    OnnxModel checked() {
        return checked;
    }

    QuantizeFlags flags() {
        return flags;
    }

    boolean hasSamples() {
        return calibrationFlags.isThere(file);
    }

    /** Returns how many samples were read; 0 if the form needs none. */
    int sampleCount() {
        return read.map(InputSamples::count).orElse(0);
    }

    /** Returns what is to be said of a search besides its conclusion. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    Result made(Form form) {
        Optional<AccuracyOptions> accuracy = flags.accuracy(form);
        return switch (form) {
            case INT8_DYNAMIC ->
                accuracy.isPresent()
                        ? calibrated(
                                (given, samples) -> Quantizer.int8Dynamic(given, flags.int8(), samples, accuracy.get()))
                        : Quantizer.int8Dynamic(model, flags.int8());
            case INT8_STATIC ->
                calibrated((given, samples) -> accuracy.isPresent()
                        ? Quantizer.int8Static(given, samples, flags.int8(), accuracy.get())
                        : Quantizer.int8Static(given, samples, flags.int8()));
            case INT8, INT4 -> {
                WeightOnlyOptions options = flags.weightOnly(form);
                yield options.method() == WeightOnlyOptions.Method.GPTQ
                        ? calibrated((given, samples) -> Quantizer.weightOnly(given, options, samples))
                        : Quantizer.weightOnly(model, options);
            }
            case FP16_STORAGE -> Quantizer.fp16(model, flags.half(Fp16.STORAGE, DataType.FLOAT16));
            case BF16_STORAGE -> Quantizer.fp16(model, flags.half(Fp16.STORAGE, DataType.BFLOAT16));
            case FP16_COMPUTE -> {
                Fp16Options options = flags.half(Fp16.COMPUTE, DataType.FLOAT16);
                yield hasSamples()
                        ? calibrated((given, samples) -> Quantizer.fp16(given, options, samples))
                        : Quantizer.fp16(model, options);
            }
        };
    }

    /** What is made with samples. */
    @FunctionalInterface
    private interface Calibrated {
        Result by(OnnxModel model, Calibration samples);
    }

    private Result calibrated(Calibrated maker) {
        InputSamples samples = samples();
        if (model.about().samples().isEmpty()) {
            checked = model.withSamples(StateFlags.checked(model, samples));
        }
        try (Progress progress = console.start("calibrating", samples.count())) {
            return maker.by(
                    checked, calibrationFlags.calibration(samples, batches -> progress.note(batches + " batches")));
        }
    }

    private void requireSamples() {
        if (!hasSamples()) {
            throw new UsageException(
                    "quantize: this form learns from samples: say which by --calibration PATH or --data SOURCE");
        }
    }

    private InputSamples samples() {
        requireSamples();
        InputSamples samples = read.orElseGet(() -> calibrationFlags.samples(file, model));
        read = Optional.of(samples);
        return samples;
    }

    /** Returns what comes of the error of {@code made} from call to call, for a model with state and samples. */
    List<String> carried(OnnxModel made) {
        if (StatePairs.of(model).isEmpty() || !hasSamples()) {
            return List.of();
        }
        InputSamples samples = samples();
        return ModelDiff.steps(model, made, samples.batches()).stream()
                .map(step -> step.said(samples.count()))
                .toList();
    }

    /** Searches for the fastest form within {@code bound}: what to stay within and how much. */
    QuantizationSearch searched(String bound, double value) {
        if (!bound.equals("max-drop")) {
            return QuantizationSearch.minSqnr(task(samples()), value, console);
        }
        requireSamples();
        SearchData data = SearchData.read(calibrationFlags, file, model);
        console.progress(data.said());
        notes.add(data.said());
        return QuantizationSearch.maxDrop(task(data.learned()), value, data.judged(), console);
    }

    private FormSearch.Task task(InputSamples samples) {
        return new FormSearch.Task(
                model,
                calibrationFlags.calibration(samples, batches -> {}),
                flags.int8(),
                calibrationFlags.compared(file, model, samples));
    }
}
