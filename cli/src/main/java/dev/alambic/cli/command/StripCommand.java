package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.quantizer.pass.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Takes zeroed neurons and channels out of a model. */
public final class StripCommand implements Command {
    private static final int SHOWN = 10;

    @Override
    public Usage usage() {
        return new Usage(
                "strip",
                "<in.onnx>",
                "remove neurons, channels and heads that pruning has zeroed; the outputs stay the same",
                ModelFlags.addTo(new Flags()).out("FILE", "where to write (default: <in>-stripped.onnx)"));
    }

    /** What stripping did: what it removed, and what carries no information but had to stay, with the reason. */
    record Stripped(String file, long parametersBefore, long parameters, List<String> removed, List<String> kept) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.file();
        Path output = ModelFiles.output(arguments, input, "stripped");
        OnnxModel model = ModelFlags.read(arguments);
        Result result = Quantizer.strip(model);
        result.model().write(output);
        result.general().forEach(note -> console.progress("note: " + note));
        Stripped stripped = new Stripped(
                output.toString(),
                ModelSize.of(model).parameters(),
                ModelSize.of(result.model()).parameters(),
                notes(result, "removed "),
                notes(result, "kept "));
        console.result(stripped, () -> text(stripped));
        return ExitCode.DONE;
    }

    private static List<String> notes(Result result, String first) {
        return result.notes().stream().filter(note -> note.startsWith(first)).toList();
    }

    private static String text(Stripped of) {
        return lines(of.removed()) + lines(of.kept()) + of.file() + ": " + Numbers.grouped(of.parametersBefore())
                + " parameters became " + Numbers.grouped(of.parameters());
    }

    private static String lines(List<String> notes) {
        String few = notes.stream().limit(SHOWN).map(note -> note + "\n").collect(Collectors.joining());
        int more = notes.size() - SHOWN;
        return few + (more > 0 ? "… and " + more + " more (--json lists all)\n" : "");
    }
}
