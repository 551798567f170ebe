package dev.alambic.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.table.Numbers;
import dev.alambic.report.run.Headline.Fact;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class HeadlineTest {

    @Test
    void sentenceSaysHowSmallHowFastAndHowAccurate() {
        RunRecords records = Runs.tenClasses();
        Headline headline = Headline.of(records);
        assertThat(headline.sentence())
                .startsWith(
                        "student-int8 takes 21.3 kB instead of 1.87 MB, answers in 130 µs (11.3× faster), and is right")
                .endsWith(
                        Numbers.percent(Objects.requireNonNull(records.metrics().get("teacher"))
                                        .main()) + ").");
        assertThat(headline.facts())
                .extracting(Fact::name)
                .containsExactly("accuracy", "file size", "latency, batch 1", "non-zero parameters");
        assertThat(headline.facts().get(1))
                .isEqualTo(new Fact("file size", "21.3 kB", new Change("87.9× smaller", Change.Tone.BETTER)));
        assertThat(headline.facts().get(3))
                .isEqualTo(new Fact("non-zero parameters", "15,401", new Change("96.7 % fewer", Change.Tone.BETTER)));
    }

    @Test
    void smallestModelThatIsNearlyAsAccurateAsTheBestIsSpokenOf() {
        RunRecords full = Runs.breastCancer();
        int[] sizes = {100, 100};
        RunRecords records = full.withMetrics(
                Map.of("student-fp16", Runs.metrics(sizes, 1, 1), "student-int8", Runs.metrics(sizes, 0.5, 1)));
        assertThat(Headline.of(records).sentence()).startsWith("student-fp16 takes 7.10 kB");
    }

    @Test
    void memoryIsComparedWhereItWasMeasured() {
        assertThat(Headline.of(Runs.breastCancer()).facts())
                .extracting(Fact::name)
                .contains("peak memory");
    }

    @Test
    void runWithoutComparisonGivesTheAccuraciesAlone() {
        RunRecords full = Runs.breastCancer();
        RunRecords records = full.withComparison(null);
        assertThat(Headline.of(records).facts()).hasSize(5);
    }
}
