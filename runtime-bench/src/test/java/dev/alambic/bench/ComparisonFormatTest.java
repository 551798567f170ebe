package dev.alambic.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonFormatTest {

    private static Latency latency(int batch, double micros, double speedup, boolean many) {
        return new Latency(
                batch,
                1,
                micros,
                new Interval(micros * 0.98, micros * 1.02),
                many ? micros * 1.2 : null,
                many ? micros * 1.5 : null,
                batch * 1e6 / micros,
                speedup,
                new Interval(speedup * 0.99, speedup * 1.01),
                many ? 1200 : 50,
                50,
                0.02,
                !many);
    }

    private static Comparison comparison() {
        Machine machine =
                new Machine("Linux 6.1", "amd64", "Some CPU", 2, "OpenJDK 17", "ONNX Runtime 1.29.0", "CPU", 0.5, null);
        ModelResult teacher = new ModelResult(
                "teacher",
                "models/teacher.onnx",
                212_345,
                new ModelSize(52_194, 52_194),
                null,
                List.of(latency(1, 12.5, 1, true)),
                new Memory(5_000_000, 4_000_000, 3_000_000, 2_000_000, 1, 3));
        ModelResult student = new ModelResult(
                "student | \"tiny\", int8",
                "models/student.onnx",
                6_789,
                new ModelSize(4_322, 2_594),
                null,
                List.of(latency(1, 3.125, 4, false)),
                null);
        return new Comparison("teacher", machine, List.of(teacher, student), List.of("a note"))
                .withAccuracies(Map.of("teacher", 0.9737));
    }

    @Test
    void terminalTablesAlignTheirColumns() {
        assertThat(ComparisonFormat.TERMINAL.render(comparison())).isEqualTo("""
                model                   parameters  non-zero  file kB  peak memory MB  accuracy %
                ─────────────────────────────────────────────────────────────────────────────────
                teacher                     52,194    52,194    212.3             5.0       97.37
                student | "tiny", int8       4,322     2,594      6.8               –           –

                model                   batch  threads  p50 µs  95 % interval  p90 µs  p99 µs  samples/s  speed-up  95 % interval
                ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                teacher                     1        1   12.50  12.25 – 12.75   15.00   18.75     80,000     1.00×    0.99 – 1.01
                student | "tiny", int8      1        1   ~3.13    3.06 – 3.19       –       –    320,000     4.00×    3.96 – 4.04

                a note
                speed-up against teacher in the same rounds; Some CPU, 2 processors, ONNX Runtime 1.29.0 on CPU; – where there were too few runs (p90 needs 100, p99 1000)
                """);
    }

    @Test
    void modelThatIsManyTimesSlowerStillHasDigitsToShow() {
        Comparison full = comparison();
        ModelResult teacher = full.models().get(0);
        ModelResult slow = new ModelResult(
                "slow", "slow.onnx", 1, teacher.size(), null, List.of(latency(1, 2500, 0.005, true)), null);
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
                .containsOnly(23);
    }

    @Test
    void jsonReadBackIsEqual() {
        Comparison comparison = comparison();
        assertThat(ComparisonFormat.parseJson(ComparisonFormat.JSON.render(comparison)))
                .isEqualTo(comparison);
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
