package dev.alambic.bench.record;

import static dev.alambic.bench.record.SampleComparison.comparison;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComparisonJsonTest {

    @TempDir
    private Path folder;

    private Comparison read(String json) throws IOException {
        return ComparisonJson.read(Files.writeString(folder.resolve("bench.json"), json));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() throws IOException {
        Comparison comparison = comparison()
                .withVerdicts(List.of(new Verdict("a.p50 < 1ms", Verdict.Outcome.UNKNOWN, "not measured")))
                .mapModels(model -> model.withStartup(new Startup(Setting.of(1, 1), 1, 2, 3, 5))
                        .withEnergy(new Energy(Setting.of(1, 1), 0.5, 12, 100))
                        .withWork(new Work(100, 1, List.of(new Work.OperatorWork("Gemm", 2, 100, 400))))
                        .withProfile(new Profile(
                                Setting.of(1, 1),
                                10,
                                5,
                                0,
                                List.of(new Profile.NodeTime("n", "Gemm", "CPUExecutionProvider", false, 5)))));
        String json = ComparisonJson.write(comparison);
        assertThat(read(json)).isEqualTo(comparison);
        assertThat(json).endsWith("}\n");
    }

    @Test
    void whatAnEarlierVersionWroteIsRead() throws IOException {
        Comparison comparison = read("""
                {"baseline": "teacher",
                 "machine": {"os": "Linux 6.1", "architecture": "amd64", "cpu": "Some CPU", "processors": 2,
                             "java": "OpenJDK 17", "runtime": "ONNX Runtime 1.29.0", "provider": "CPU",
                             "loadAverage": 0.5, "stealPercent": null},
                 "models": [{"name": "teacher", "file": "teacher.onnx", "fileBytes": 100,
                             "size": {"parameters": 20, "nonZeroParameters": 10}, "accuracy": 0.9,
                             "latency": [{"batch": 1, "threads": 2, "p50Micros": 3.0,
                                          "p50Interval": {"low": 2.0, "high": 4.0}, "p90Micros": 5.0,
                                          "p99Micros": null, "samplesPerSecond": 7.0, "speedup": 1.0,
                                          "speedupInterval": {"low": 1.0, "high": 1.0}, "runs": 200, "rounds": 50,
                                          "spread": 0.2, "noisy": true}],
                             "memory": {"peakRssBytes": 6, "loadPeakRssBytes": 5, "anonBytes": 4, "fileBytes": 3,
                                        "batch": 1, "processes": 3}}],
                 "notes": ["a note"]}
                """);
        Latency latency = new Latency(
                Setting.of(1, 2),
                new Times(null, null, 3, 5.0, null, null),
                new Interval(2, 4),
                7,
                new Latency.Ratio(1, new Interval(1, 1)),
                new Latency.Sampling(200, 50, 0.2));
        ModelResult teacher = ModelResult.of("teacher", "teacher.onnx", 100, new ModelSize(20, 10))
                .withQuality(Quality.ofAccuracy(0.9))
                .withLatency(List.of(latency))
                .withMemory(new Memory(new Resident(5, null, null), new Resident(6, 4L, 3L), null, null, 1, 3));
        assertThat(comparison)
                .isEqualTo(new Comparison("teacher", comparison().machine(), List.of(teacher), List.of("a note")));
    }

    @Test
    void valuesThatCannotBeAreRefusedWhereTheyStand() throws IOException {
        String json = ComparisonJson.write(comparison()).replace("\"batch\" : 1", "\"batch\" : 0");
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("bench.json: not a comparison: ")
                .hasMessageContaining("batch and threads are at least 1, was 0 and 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "3", "null", "{\"models\": 3}", "{\"machine\": {\"provider\": 1}}"})
    void otherJsonIsRefused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("bench.json: not a comparison");
    }

    @Test
    void aFileThatIsNoTextIsRefusedAndOneThatIsNotThereCannotBeRead() throws IOException {
        Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> ComparisonJson.read(bytes))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith("it is text (expected JSON in UTF-8, was other bytes)");
        assertThatThrownBy(() -> ComparisonJson.read(folder.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json: cannot be read");
    }

    @Test
    void baselineMustBeAmongTheModels() {
        Comparison comparison = comparison();
        assertThatThrownBy(() -> new Comparison("other", comparison.machine(), comparison.models(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the baseline is one of the models, was other");
    }
}
