package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.RunLines;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.Pipeline;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.List;

/** Writes a trained model of a run as ONNX again. */
public final class ExportCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "export",
                "<run folder>",
                "write the teacher or student of a run as ONNX, from its checkpoint",
                new Flags()
                        .value("model", "NAME", "student (default) or teacher")
                        .value("opset", "N", "version of the operators (default: the recipe's)")
                        .out("FILE", "where to write (default: <model>.onnx in this folder)"));
    }

    /** What was written. */
    record Exported(String file, long opset) {}

    @Override
    public int run(Arguments arguments, Console console) {
        RunFolder folder = RunFolder.open(arguments.file());
        String name = arguments.choice("model", List.of("student", "teacher")).orElse("student");
        Path output = arguments.path("out").orElse(Path.of(name + ".onnx"));
        Recipe recipe = folder.recipe();
        int opset = arguments.whole("opset", 1, recipe.export().opset());
        OnnxModel model = new Pipeline(
                        folder,
                        RunData.of(recipe),
                        EngineOptions.defaults().withThreads(recipe.threads()),
                        new RunLines(console))
                .export(name, opset);
        arguments.requireAsked();
        model.write(output);
        console.result(new Exported(output.toString(), model.opset()), () -> output + ": opset " + model.opset());
        return ExitCode.DONE;
    }
}
