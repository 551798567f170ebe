package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fills up while a model is written, played by a process that may write files of 1 MiB at most. */
class FullDiskTest {
    private static final int REFUSED_AS_IT_SHOULD = 7;

    @TempDir
    private Path folder;

    private static OnnxModel model(int width) {
        return OnnxModel.of(
                Graph.build("full", graph -> {
                    graph.initializer("w", Tensor.ofFloats(new float[width * width], width, width));
                    graph.node(Node.of("Identity", List.of("w"), "y"));
                }),
                17);
    }

    /** Takes the file to write and where the weights go; more than a file may hold. */
    public static void main(String[] arguments) {
        WriteOptions options = WriteOptions.defaults().withWeights(WriteOptions.Weights.valueOf(arguments[1]));
        try {
            ModelWriter.write(model(1024).content(), Path.of(arguments[0]), options);
        } catch (UncheckedIOException e) {
            Runtime.getRuntime()
                    .exit(String.valueOf(e.getMessage()).contains(": cannot be written: ") ? REFUSED_AS_IT_SHOULD : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"INLINE", "EXTERNAL"},
            value = WriteOptions.Weights.class)
    @EnabledOnOs(OS.LINUX)
    void nothingIsHalfWritten(WriteOptions.Weights weights) throws IOException, InterruptedException {
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(model(32).content(), file, WriteOptions.defaults().withWeights(weights));
        OnnxModel before = OnnxModel.read(file);
        List<Path> files = files();

        int exit = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 1024; exec \"$@\"",
                        "bash",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskTest.class.getName(),
                        file.toString(),
                        weights.name())
                .inheritIO()
                .start()
                .waitFor();

        assertThat(exit).isEqualTo(REFUSED_AS_IT_SHOULD);
        assertThat(files()).isEqualTo(files);
        assertThat(OnnxModel.read(file)).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
