package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.RunLines;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.InputForm;
import dev.alambic.run.pipeline.Pipeline;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a trained model of a run as ONNX again. */
public final class ExportCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "export",
                "<run folder or model.onnx>",
                "write the teacher or student of a run as ONNX, from its checkpoint; or a model that takes texts or bytes",
                new Flags()
                        .value("model", "NAME", "student (default) or teacher")
                        .flag(
                                "strings",
                                "of a table: one input a column, categories as texts; of a run's model, or of any file")
                        .flag(
                                "bytes",
                                "of pictures: uint8 [batch, height, width, channels], resized inside; of a run's model,"
                                        + " or of any file")
                        .value("opset", "N", "version of the operators (default: the recipe's)")
                        .out("FILE", "where to write (default: <model>.onnx in this folder)"));
    }

    /**
     * What was written.
     *
     * @param columns the inputs that take one column each; none where one input takes them all
     */
    record Exported(String file, long opset, List<String> columns) {}

    @Override
    public int run(Arguments arguments, Console console) {
        if (Files.isRegularFile(arguments.file())) {
            return fromFile(arguments, console);
        }
        RunFolder folder = RunFolder.open(arguments.file());
        String name = arguments.choice("model", List.of("student", "teacher")).orElse("student");
        Path output = arguments.path("out").orElse(Path.of(name + ".onnx"));
        Recipe recipe = folder.recipe();
        int opset = arguments.whole("opset", 1, recipe.export().opset());
        OnnxModel exported = new Pipeline(
                        folder,
                        RunData.of(recipe),
                        EngineOptions.defaults().withThreads(recipe.threads()),
                        new RunLines(console))
                .export(name, opset);
        return write(form(arguments).map(form -> form.of(exported)).orElse(exported), output, arguments, console);
    }

    private static Optional<InputForm> form(Arguments arguments) {
        List<InputForm> asked = Stream.of(InputForm.values())
                .filter(form -> arguments.has(form.word()))
                .toList();
        if (asked.size() > 1) {
            throw new UsageException("export: --strings is for tables, --bytes for pictures (expected one of them)");
        }
        return asked.stream().findFirst();
    }

    /** Writes the form of a finished model that takes something else. */
    private static int fromFile(Arguments arguments, Console console) {
        Path file = arguments.file();
        InputForm form = form(arguments)
                .orElseThrow(() -> new UsageException(
                        file + ": is a model already (expected a run folder, or --strings, or --bytes)"));
        Path output = arguments.path("out").orElse(Path.of(form.named(stem(file)) + ".onnx"));
        return write(form.of(OnnxModel.read(file)), output, arguments, console);
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
    }

    private static int write(OnnxModel model, Path output, Arguments arguments, Console console) {
        arguments.requireAsked();
        model.write(output);
        List<String> columns = ModelInfo.of(model).columns();
        String inputs = arguments.has(InputForm.BYTES.word())
                ? ", input " + model.graph().requiredInputs().get(0)
                : columns.isEmpty() ? "" : ", inputs " + String.join(", ", columns);
        console.result(
                new Exported(output.toString(), model.opset(), columns),
                () -> output + ": opset " + model.opset() + inputs);
        return ExitCode.DONE;
    }
}
