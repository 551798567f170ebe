package dev.alambic.bench.format;

import static dev.alambic.bench.record.SampleComparison.comparison;
import static dev.alambic.bench.record.SampleComparison.latency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.ModelSize;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Resident;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonFormatTest {

    @Test
    void terminalTablesAlignTheirColumns() {
        assertThat(ComparisonFormat.TERMINAL.render(comparison())).isEqualTo("""
                model                   file kB  memory MB  p50 µs  speed-up  accuracy %
                ────────────────────────────────────────────────────────────────────────
                teacher                   212.3        5.0   12.50     1.00×       97.37
                student | "tiny", int8      6.8          –    3.13     4.00×           –

                latency, µs, batch 1, 1 thread

                model                     p50      ±   mean    sd    p90    p99  samples/s  speed-up         95 %
                ─────────────────────────────────────────────────────────────────────────────────────────────────
                teacher                 12.50  2.0 %  12.63  1.25  15.00  18.75     80,000     1.00×  0.99 – 1.01
                student | "tiny", int8  ~3.13  2.0 %   3.16  0.31      –      –    320,000     4.00×  3.96 – 4.04

                memory above the empty runtime, MB

                model    load peak  run peak  private  of files
                ───────────────────────────────────────────────
                teacher        4.0       5.0      3.0       2.0

                size

                model                   parameters  non-zero
                ────────────────────────────────────────────
                teacher                     52,194    52,194
                student | "tiny", int8       4,322     2,594

                a note
                speed-up against teacher in the same rounds, ± and 95 %: intervals over sessions; Some CPU, 2
                  processors, ONNX Runtime 1.29.0; p90 needs 100 runs, p99 1,000, p99.9 10,000
                """);
    }

    @Test
    void modelThatIsManyTimesSlowerStillHasDigitsToShow() {
        Comparison full = comparison();
        ModelResult teacher = full.models().get(0);
        ModelResult slow = ModelResult.of("slow", "slow.onnx", 1, teacher.size())
                .withLatency(List.of(latency(1, 2500, 0.005, true)));
        Comparison comparison = new Comparison("teacher", full.machine(), List.of(teacher, slow), List.of());
        assertThat(ComparisonFormat.TERMINAL.render(comparison)).contains("0.0050×  0.0050 – 0.0051");
    }

    @Test
    void markdownEscapesBarsAndAlignsNumbersToTheRight() {
        assertThat(ComparisonFormat.MARKDOWN.render(comparison()))
                .contains("| model                   | parameters |")
                .contains("|-------------------------|-----------:|")
                .contains("| student \\| \"tiny\", int8 |      4,322 |")
                .contains("\n- a note\n");
    }

    @Test
    void csvHasOneRowForEachSettingAndEmptyFieldsForWhatIsMissing() {
        List<String> lines = ComparisonFormat.CSV.render(comparison()).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("model,file,fileBytes,parameters,nonZeroParameters,accuracy,peakRssBytes");
        assertThat(lines.get(1))
                .startsWith("teacher,models/teacher.onnx,212345,52194,52194,0.9737,5000000,4000000,1,1");
        assertThat(lines.get(2))
                .startsWith("\"student | \"\"tiny\"\", int8\",models/student.onnx,6789,4322,2594,,,,1,1");
        assertThat(lines)
                .extracting(line -> line.replaceAll("\"([^\"]|\"\")*\"", "").split(",", -1).length)
                .containsOnly(33);
    }

    @Test
    void jsonReadBackIsEqual() {
        Comparison comparison = comparison();
        assertThat(ComparisonFormat.parseJson(ComparisonFormat.JSON.render(comparison)))
                .isEqualTo(comparison);
    }

    @Test
    void whatAnEarlierVersionWroteIsRead() {
        Comparison comparison = ComparisonFormat.parseJson("""
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
                1,
                new Interval(1, 1),
                200,
                50,
                0.2);
        ModelResult teacher = ModelResult.of("teacher", "teacher.onnx", 100, new ModelSize(20, 10))
                .withQuality(Quality.ofAccuracy(0.9))
                .withLatency(List.of(latency))
                .withMemory(new Memory(new Resident(5, null, null), new Resident(6, 4L, 3L), null, null, 1, 3));
        assertThat(comparison)
                .isEqualTo(new Comparison("teacher", comparison().machine(), List.of(teacher), List.of("a note")));
    }

    @Test
    void otherJsonIsRefused() {
        assertThatThrownBy(() -> ComparisonFormat.parseJson("{\"models\": 3}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a comparison: ");
    }

    @Test
    void baselineMustBeAmongTheModels() {
        Comparison comparison = comparison();
        assertThatThrownBy(() -> new Comparison("other", comparison.machine(), comparison.models(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the baseline is one of the models, was other");
    }
}
