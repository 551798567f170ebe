package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeProfileTest {

    @TempDir
    Path folder;

    @Test
    void everyKernelOfTheRuntimesOwnGraphIsTimed() {
        Path file = folder.resolve("model.onnx");
        GraphText.model("""
                x: float[1, 64]
                h = MatMul(x, w)
                y = Softmax(h)
                return y: float[1, 64]
                """, graph -> graph.initializer("w", Tensor.ofFloats(new float[64 * 64], 64, 64)))
                .write(file);

        RuntimeProfile profile = RuntimeProfile.of(
                file, Map.of("x", Tensor.ofFloats(new float[64], 1, 64)), SessionOptions.defaults(), 2, 5);

        assertThat(profile.kernels()).extracting(KernelTime::operator).containsExactly("MatMul", "Softmax");
        assertThat(profile.kernels()).allSatisfy(kernel -> {
            assertThat(kernel.provider()).isEqualTo("CPU");
            assertThat(kernel.calls()).isEqualTo(1);
            assertThat(kernel.inputTypes()).startsWith("float");
            assertThat(kernel.isInteger()).isFalse();
        });
        assertThat(profile.runs()).isEqualTo(3);
        assertThat(profile.arenaPeakBytes()).isPositive();
        assertThat(profile.kernelMicros()).isLessThanOrEqualTo(profile.runMicros());
    }

    @Test
    void warmUpAndTheSlowerRunsDoNotCount() throws IOException {
        RuntimeProfile profile = read(
                node("a", 0, 900)
                        + run(0, 1000)
                        + node("a", 2000, 10)
                        + run(2000, 20)
                        + node("a", 3000, 500)
                        + run(3000, 600),
                1);

        assertThat(profile.runs()).isEqualTo(1);
        assertThat(profile.runMicros()).isEqualTo(20);
        assertThat(profile.kernels()).extracting(KernelTime::micros).containsExactly(10.0);
    }

    @Test
    void theTimeOfALoopIsWithoutThatOfTheNodesWithinIt() throws IOException {
        RuntimeProfile profile =
                read(node("body", 110, 30) + node("body", 150, 40) + node("loop", 100, 100) + run(90, 120), 0);

        assertThat(profile.kernels()).extracting(KernelTime::node).containsExactly("body", "loop");
        assertThat(profile.kernels()).extracting(KernelTime::micros).containsExactly(70.0, 30.0);
        assertThat(profile.kernels()).extracting(KernelTime::calls).containsExactly(2.0, 1.0);
    }

    @Test
    void aKernelThatKeepsTheTypeOfItsInputIsIntegerWhereThatIs() {
        assertThat(kernel("MaxPool", "uint8").isInteger()).isTrue();
        assertThat(kernel("MaxPool", "float").isInteger()).isFalse();
        assertThat(kernel("QLinearConv", "uint8").isInteger()).isTrue();
        assertThat(kernel("QuantizeLinear", "float").isInteger()).isFalse();
    }

    private static KernelTime kernel(String operator, String type) {
        return new KernelTime("node", operator, "CPU", List.of(type), 1, 1);
    }

    private RuntimeProfile read(String events, int warmUp) throws IOException {
        Path trace = folder.resolve("trace.json");
        Files.writeString(trace, "[" + events + "{}]");
        return ProfileReader.read(trace, warmUp);
    }

    private static String node(String name, long start, long duration) {
        return event("Node", name + "_kernel_time", start, duration);
    }

    private static String run(long start, long duration) {
        return event("Session", "model_run", start, duration);
    }

    private static String event(String category, String name, long start, long duration) {
        return """
                {"cat":"%s","name":"%s","ts":%d,"dur":%d,"args":{"op_name":"Any","provider":"CPUExecutionProvider",
                 "node_index":"0","input_type_shape":[{"float":[1,2]},{"uint8":[]}]}},
                """.formatted(category, name, start, duration);
    }
}
