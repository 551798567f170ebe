package dev.alambic.quantizer.weightonly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heap is bounded by a strip of a weight, not by the model. For a model of 3.2 GB:
 *
 * <pre>{@code
 * mvn -Pslow -pl quantizer -am test -Dtest=LargeModelTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dlarge.width=8192 -Dlarge.heap=512m
 * }</pre>
 */
@Tag("slow")
class LargeModelTest {
    private static final int LAYERS = 12;
    private static final int WIDTH = Integer.getInteger("large.width", 3584);
    private static final String HEAP = System.getProperty("large.heap", "128m");

    @TempDir
    private Path folder;

    @Test
    void aModelManyTimesTheHeapIsQuantized() throws IOException, InterruptedException {
        Path large = folder.resolve("large.onnx");
        Path small = folder.resolve("small.onnx");
        Path said = folder.resolve("said.txt");
        LargeModel.write(large, LAYERS, WIDTH);

        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeModel.class.getName(),
                        large.toString(),
                        small.toString(),
                        said.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();

        assertThat(child.waitFor()).as(() -> read(folder.resolve("output.txt"))).isZero();
        OnnxModel made = OnnxModel.read(small);
        assertThat(made.graph().initializers().values().stream()
                        .filter(tensor -> tensor.dataType() == DataType.INT8)
                        .mapToLong(Tensor::byteSize)
                        .sum())
                .isEqualTo((long) LAYERS * WIDTH * WIDTH);
        assertThat(read(said)).contains("heap");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
