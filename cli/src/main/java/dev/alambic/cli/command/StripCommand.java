package dev.alambic.cli.command;

import dev.alambic.bench.ModelSize;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Numbers;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Quantizer;
import java.nio.file.Path;
import org.apache.commons.cli.Options;

/** Takes zeroed neurons and channels out of a model. */
public final class StripCommand implements Command {

    @Override
    public String name() {
        return "strip";
    }

    @Override
    public String summary() {
        return "remove neurons and channels that pruning has zeroed; the outputs stay the same";
    }

    @Override
    public String operands() {
        return "<in.onnx>";
    }

    @Override
    public Options options() {
        return new Options().addOption(CommonOptions.out("FILE", "where to write (default: <in>-stripped.onnx)"));
    }

    /** What stripping did. */
    record Stripped(String file, long parametersBefore, long parameters) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.file();
        Path output = ModelFiles.output(arguments, input, "stripped");
        OnnxModel model = OnnxModel.read(input);
        OnnxModel stripped = Quantizer.strip(model).model();
        stripped.write(output);
        Stripped result = new Stripped(
                output.toString(),
                ModelSize.of(model).parameters(),
                ModelSize.of(stripped).parameters());
        console.result(
                result,
                () -> output + ": " + Numbers.grouped(result.parametersBefore()) + " parameters became "
                        + Numbers.grouped(result.parameters()));
        return ExitCode.DONE;
    }
}
