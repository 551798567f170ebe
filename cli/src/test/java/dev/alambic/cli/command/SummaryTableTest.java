package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.Json;
import dev.alambic.run.pipeline.Repetition;
import dev.alambic.run.summary.Spread;
import dev.alambic.run.summary.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTableTest {

    private static Summary.Metrics metrics(double accuracy, double macroF1) {
        Map<String, Double> inOrder = new LinkedHashMap<>();
        inOrder.put("accuracy", accuracy);
        inOrder.put("macroF1", macroF1);
        return new Summary.Metrics(inOrder);
    }

    private static final Summary.Model MEASURED = new Summary.Model(
            "teacher",
            "models/teacher.onnx",
            new Summary.Size(52_194, 50_000, 210_000),
            metrics(0.9737, 0.9716),
            List.of(new Summary.Latency(1, 2, 10.25, 11.0, null, 1)),
            new Summary.Memory(3 << 20));

    private static final Summary.Model UNMEASURED = new Summary.Model(
            "student", "models/student.onnx", new Summary.Size(100, 100, 500), metrics(0.5, 0.25), List.of(), null);

    @Test
    void aModelIsALineAndWhatIsNotMeasuredADash() {
        Summary summary = new Summary("tiny", "classification", 1, List.of(MEASURED, UNMEASURED));
        List<String> lines = SummaryTable.of(summary).lines().toList();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.split(" {2,}"))
                        .containsExactly(
                                "teacher", "52,194", "50,000", "210,000", "97.37 %", "97.16 %", "10.3", "1.00 x",
                                "3.0"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.split(" {2,}"))
                        .containsExactly("student", "100", "100", "500", "50.00 %", "25.00 %", "-", "-", "-"));
        assertThat(lines).last().isEqualTo("latency at batch 1, 2 threads");
    }

    @Test
    void withoutTimesThereIsNoSetting() {
        Summary summary = new Summary("tiny", "classification", 1, List.of(UNMEASURED));
        assertThat(SummaryTable.of(summary)).doesNotContain("latency at");
    }

    /** Other programs read it: the keys lie flat, in this order. */
    @Test
    void theFileKeepsItsKeys() throws Exception {
        assertThat(Json.line(MEASURED))
                .isEqualTo("{\"name\":\"teacher\",\"file\":\"models/teacher.onnx\",\"parameters\":52194,"
                        + "\"nonZeroParameters\":50000,\"fileBytes\":210000,"
                        + "\"metrics\":{\"accuracy\":0.9737,\"macroF1\":0.9716},"
                        + "\"latency\":[{\"batch\":1,\"threads\":2,\"p50Micros\":10.25,\"p90Micros\":11.0,"
                        + "\"p99Micros\":null,\"speedupVsTeacher\":1.0}],\"memory\":{\"peakRssBytes\":3145728}}");
    }

    @Test
    void severalSeedsAreMeanAndSpread() {
        Repetition.Result result = new Repetition.Result(
                "tiny", List.of(7L, 8L), Map.of("student", Map.of("accuracy", Spread.of(List.of(0.9, 0.94)))));
        List<String> lines = SummaryTable.of(result).lines().toList();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.split(" {2,}"))
                        .containsExactly("student", "accuracy", "92.00 %", "2.83 %", "90.00 %", "94.00 %"));
        assertThat(lines).last().isEqualTo("2 seeds, from 7");
    }
}
