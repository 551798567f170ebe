package dev.alambic.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.ModelSize;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Extras;
import dev.alambic.bench.workload.Matrix;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchmarkTest {

    private static final Timing SHORT = new Timing(2, 4, 10, 0.5, 0.05);

    @TempDir
    private Path folder;

    private Candidate model(String name, String input, int hidden) {
        OnnxModel model = GraphText.model(
                input + ": float[batch, 8]\nh = MatMul(" + input + ", w)\ny = MatMul(h, v)\nreturn y: float[batch, 2]",
                builder -> {
                    builder.initializer("w", Tensor.ofFloats(new float[8 * hidden], 8, hidden));
                    builder.initializer("v", Tensor.ofFloats(new float[hidden * 2], hidden, 2));
                });
        Path file = folder.resolve(name + ".onnx");
        model.write(file);
        return new Candidate(name, file);
    }

    private static Workload workload() {
        return Workload.of(batch -> Map.of("x", Tensor.ofFloats(new float[batch * 8], batch, 8)))
                .withTiming(SHORT)
                .latencyOnly();
    }

    @Test
    void everyModelIsMeasuredAtEverySetting() {
        Comparison comparison = Benchmark.compare(
                model("teacher", "x", 64),
                List.of(model("student", "features", 4)),
                workload().withMatrix(Matrix.of(List.of(1, 3), List.of(1, 2))));
        assertThat(comparison.models()).extracting(ModelResult::name).containsExactly("teacher", "student");
        for (ModelResult model : comparison.models()) {
            assertThat(model.latency())
                    .extracting(Latency::batch, Latency::threads)
                    .containsExactly(tuple(1, 1), tuple(3, 1), tuple(1, 2), tuple(3, 2));
            assertThat(model.latency()).allSatisfy(latency -> {
                assertThat(latency.p50Micros()).isPositive();
                assertThat(latency.speedupInterval().low()).isLessThanOrEqualTo(latency.speedup());
                assertThat(latency.speedupInterval().high()).isGreaterThanOrEqualTo(latency.speedup());
            });
            assertThat(model.fileBytes()).isPositive();
            assertThat(model.memory()).isNull();
        }
        assertThat(comparison.models().get(1).size()).isEqualTo(new ModelSize(40, 0));
        assertThat(comparison.models().get(0).latency())
                .extracting(Latency::speedup)
                .containsOnly(1.0);
    }

    @Test
    void memoryIsThatOfAFreshProcess() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "this system does not tell");
        Comparison comparison = Benchmark.compare(
                model("big", "x", 400_000), List.of(), workload().withExtras(Extras.NONE.withMemoryProcesses(1)));

        assertThat(comparison.notes()).noneMatch(note -> note.contains("not measured"));
        Memory memory = Objects.requireNonNull(comparison.models().get(0).memory());
        // 10 weights of 4 bytes for each of 400,000 hidden neurons, and hardly more than a few copies of them
        assertThat(memory.peakRssBytes()).isBetween(16_000_000L, 16 * 16_000_000L);
        assertThat(memory.load().peakBytes()).isLessThanOrEqualTo(memory.peakRssBytes());
    }

    @Test
    void brokenFileIsRefused() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        assertThatThrownBy(() -> Benchmark.compare(new Candidate("broken", broken), List.of(), workload()))
                .isInstanceOf(InvalidModelException.class);
    }

    @Test
    void twoModelsOfOneNameAreRefused() {
        Candidate model = model("same", "x", 2);
        assertThatThrownBy(() -> Benchmark.compare(model, List.of(model), workload()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two candidates are called same");
    }

    @Test
    void inputThatTheWorkloadDoesNotFeedIsNamed() {
        OnnxModel two = GraphText.model(
                "a: float[batch, 8]\nb: float[batch, 8]\ny = Add(a, b)\nreturn y: float[batch, 8]", builder -> {});
        Path file = folder.resolve("two.onnx");
        two.write(file);
        assertThatThrownBy(() -> Benchmark.compare(new Candidate("two", file), List.of(), workload()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two: the workload feeds every input (expected [a, b], was [x])");
    }
}
