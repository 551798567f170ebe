package dev.alambic.bench.format;

import static dev.alambic.bench.record.SampleComparison.comparison;
import static dev.alambic.bench.record.SampleComparison.latency;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
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
}
