package dev.alambic.cli.command;

import dev.alambic.cli.run.SampleFeeds;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Numbers;
import dev.alambic.cli.usage.UsageException;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Fp16;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** Makes a smaller form of a model. */
public final class QuantizeCommand implements Command {

    private static final int CALIBRATION_BATCH = 32;

    @Override
    public String name() {
        return "quantize";
    }

    @Override
    public String summary() {
        return "store a model in half precision or in 8-bit integers";
    }

    @Override
    public String operands() {
        return "<in.onnx>";
    }

    @Override
    public Options options() {
        return ModelData.addTo(new Options()
                .addOption(CommonOptions.out("FILE", "where to write (default: <in>-fp16.onnx or <in>-int8.onnx)"))
                .addOption(CommonOptions.value("fp16", "FORM", "storage (computed in float32) or compute"))
                .addOption(CommonOptions.value("int8", "FORM", "dynamic, or static with the ranges of --data"))
                .addOption(CommonOptions.value("samples", "N", "samples for the ranges (default: 256)")));
    }

    /** What quantizing did. */
    record Quantized(String file, long bytesBefore, long bytes) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.file();
        if (arguments.has("fp16") == arguments.has("int8")) {
            throw new UsageException("quantize: say either --fp16 storage|compute or --int8 dynamic|static");
        }
        Path output = ModelFiles.output(arguments, input, arguments.has("fp16") ? "fp16" : "int8");
        OnnxModel model = OnnxModel.read(input);
        quantized(arguments, input, model).model().write(output);
        Quantized result = new Quantized(output.toString(), bytes(input), bytes(output));
        console.result(
                result,
                () -> output + ": " + Numbers.grouped(result.bytesBefore()) + " bytes became "
                        + Numbers.grouped(result.bytes()));
        return ExitCode.DONE;
    }

    private static Result quantized(Arguments arguments, Path input, OnnxModel model) {
        if (arguments.has("fp16")) {
            String form =
                    arguments.choice("fp16", List.of("storage", "compute")).orElseThrow();
            return Quantizer.fp16(model, form.equals("storage") ? Fp16.STORAGE : Fp16.COMPUTE);
        }
        String form = arguments.choice("int8", List.of("dynamic", "static")).orElseThrow();
        if (form.equals("dynamic")) {
            return Quantizer.int8Dynamic(model);
        }
        ModelData data = ModelData.read(arguments, input, model, "train");
        int samples = Math.toIntExact(arguments.whole("samples", 1).orElse(256L));
        return Quantizer.int8Static(
                model, Calibration.of(SampleFeeds.spread(model, data.samples(), samples, CALIBRATION_BATCH)));
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
