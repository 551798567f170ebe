package dev.alambic.cli;

import dev.alambic.cli.command.CommandLineRunner;
import dev.alambic.cli.command.ExitCode;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Runs commands on a small model, so that the archive of classes that the launcher has Java write at the end of this
 * ({@code -XX:ArchiveClassesAtExit}) holds what most starts load.
 */
public final class Archive {
    private static final int WIDTH = 16;

    private Archive() {}

    /** Runs them with their models in the folder that the one argument names. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path model = folder.resolve("model.onnx");
        String optimized = folder.resolve("optimized.onnx").toString();
        String int8 = folder.resolve("int8.onnx").toString();
        Files.createDirectories(folder);
        small().write(model);
        int worst = ExitCode.DONE;
        for (List<String> words : List.of(
                List.of("--version"),
                List.of("help"),
                List.of("inspect", model.toString()),
                List.of("optimize", model.toString(), "-o", optimized),
                List.of("quantize", model.toString(), "--int8", "dynamic", "-o", int8))) {
            worst = Math.max(worst, new CommandLineRunner(silent()).run(words));
        }
        System.exit(worst);
    }

    private static Console silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Console.of(nowhere, nowhere);
    }

    private static OnnxModel small() {
        Random random = new Random(1);
        Graph graph = Graph.build("small", out -> {
            out.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", WIDTH)));
            String weight = out.initializer("w", Tensor.filled(DataType.FLOAT, random::nextGaussian, WIDTH, WIDTH));
            String bias = out.initializer("b", Tensor.filled(DataType.FLOAT, random::nextGaussian, WIDTH));
            String product = out.node(Node.of("MatMul", List.of("x", weight), "product"));
            String sum = out.node(Node.of("Add", List.of(product, bias), "sum"));
            String y = out.node(Node.of("Relu", List.of(sum), "y"));
            out.output(ValueInfo.of(y, DataType.FLOAT, Shape.symbolic("batch", WIDTH)));
        });
        return OnnxModel.of(graph, 17);
    }
}
