package dev.alambic.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.FrontChart;
import dev.alambic.chart.FrontChart.Point;
import dev.alambic.chart.Line;
import dev.alambic.chart.LineChart;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Runs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RunChartsTest {

    private static LineChart training(String name) {
        return Objects.requireNonNull(
                TrainingCharts.of(Runs.breastCancer().history()).get(name), name);
    }

    private static BarChart bars(List<BarChart> charts, String title) {
        return charts.stream()
                .filter(chart -> chart.caption().title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void trainingHasACurveForEachThingThatWasRecorded() {
        assertThat(TrainingCharts.of(Runs.breastCancer().history()).keySet())
                .containsExactly("accuracy", "student-loss", "teacher-loss", "alpha", "sparsity");
        assertThat(training("student-loss").lines())
                .extracting(Line::name)
                .containsExactly("total", "soft (teacher)", "hard (labels)", "validation");
        assertThat(TrainingCharts.of(List.of())).isEqualTo(Map.of());
    }

    @Test
    void accuraciesAreInPercentAndLossesByFactors() {
        assertThat(training("accuracy").lines())
                .allSatisfy(line -> assertThat(line.y())
                        .allSatisfy(value -> assertThat(value).isBetween(50.0, 100.0)));
        assertThat(training("teacher-loss").y().extent()).isEqualTo(Extent.FACTORS);
        assertThat(training("alpha").y().extent()).isEqualTo(Extent.WHOLE);
    }

    @Test
    void eachPruningIsAMark() {
        Line pruned = training("sparsity").lines().get(1);
        assertThat(pruned.look()).isEqualTo(Look.DIAMOND);
        assertThat(pruned.x()).startsWith(8.0).endsWith(20.0);
    }

    @Test
    void weightThatStaysTheSameAndSparsityOfNothingAreNotDrawn() {
        assertThat(TrainingCharts.of(Runs.small().history()).keySet()).doesNotContain("alpha", "sparsity");
        assertThat(TrainingCharts.layerSparsity(Runs.tenClasses().history())).isEmpty();
        assertThat(TrainingCharts.layerSparsity(Runs.breastCancer().history()))
                .hasValueSatisfying(chart -> assertThat(chart.bars())
                        .extracting(Bar::label)
                        .containsExactly("linear1", "linear2", "output"));
    }

    @Test
    void modelsAreComparedInEveryQuantityThatWasMeasured() {
        List<BarChart> charts = ModelBars.of(Runs.breastCancer());
        assertThat(charts)
                .extracting(chart -> chart.caption().title())
                .containsExactly(
                        "File size",
                        "Median latency, batch 1, 1 thread",
                        "Median latency, batch 32, 1 thread",
                        "Non-zero parameters",
                        "Peak memory",
                        "Mistakes on the test split");
        assertThat(bars(charts, "File size").bars().get(0))
                .isEqualTo(Bar.of("teacher", 212_345, "212 kB", Role.TEACHER));
        assertThat(bars(charts, "Mistakes on the test split").bars().get(0).text())
                .endsWith(" %");
        assertThat(ModelBars.of(Runs.bare())).isEmpty();
    }

    @Test
    void errorsOfLayersStandWithThoseOfTheOutputs() {
        BarChart errors = bars(LayerCharts.of(Runs.breastCancer()), "Error of student-int8");
        assertThat(errors.bars())
                .extracting(Bar::text)
                .containsExactly("1.23 % · 38 dB", "2.51 % · 32 dB", "3.02 % · 30 dB");
        assertThat(errors.caption().sentence()).contains("against student", "64 samples");
    }

    @Test
    void runWithoutTimesHasNoFront() {
        assertThat(Fronts.of(List.of(Runs.bare()))).isEmpty();
        assertThat(Fronts.of(List.of(Runs.breastCancer()))).hasSize(2);
        assertThat(Fronts.of(List.of(withoutComparison()))).isEmpty();
    }

    private static RunRecords withoutComparison() {
        return Runs.breastCancer().withComparison(null);
    }

    @Test
    void eachRunHasItsMarkAndTheTeacherItsColour() {
        FrontChart front =
                Fronts.of(List.of(Runs.breastCancer(), Runs.tenClasses())).get(0);
        assertThat(front.points()).extracting(Point::look).contains(Look.CIRCLE, Look.DIAMOND);
        assertThat(front.points().get(0).role()).isEqualTo(Role.TEACHER);
        assertThat(front.x().title()).isEqualTo("time of a call, batch 1");
    }

    @Test
    void modelsThatWereNotProfiledHaveNoShares() {
        assertThat(TimeCharts.of(Runs.breastCancer())).isEmpty();
        assertThat(TimeCharts.of(Runs.bare())).isEmpty();
    }
}
