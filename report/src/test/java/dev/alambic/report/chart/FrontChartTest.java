package dev.alambic.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.report.chart.FrontChart.Axis;
import dev.alambic.report.chart.FrontChart.Point;
import dev.alambic.report.chart.FrontChart.Unit;
import dev.alambic.report.run.Runs;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FrontChartTest {

    private static Point point(String name, double x, double y) {
        return new Point(name, x, y, Role.STUDENT, 0);
    }

    private static FrontChart chart(Point... points) {
        return new FrontChart("", "", new Axis("time", Unit.MICROS), new Axis("accuracy", Unit.SHARE), List.of(points));
    }

    @Test
    void whatAnotherBeatsInBothIsNotOnTheFront() {
        FrontChart chart =
                chart(point("slow", 9, 0.9), point("fast", 1, 0.8), point("poor", 5, 0.7), point("middle", 4, 0.85));
        assertThat(chart.front()).extracting(Point::name).containsExactly("fast", "middle", "slow");
    }

    @Test
    void ofEquallyAccurateOnesTheFastestIsOnTheFront() {
        FrontChart chart = chart(point("slow", 2, 0.9), point("fast", 1, 0.9));
        assertThat(chart.front()).extracting(Point::name).containsExactly("fast");
    }

    @Test
    void equalsStandTogether() {
        assertThat(chart(point("a", 1, 0.9), point("b", 1, 0.9)).front()).hasSize(2);
    }

    @Test
    void frontRisesAndBeatsAllOthers() {
        SplittableRandom random = new SplittableRandom(1);
        Point[] points = IntStream.range(0, 200)
                .mapToObj(i -> point("p" + i, 1 + random.nextInt(50), random.nextInt(50) / 50.0))
                .toArray(Point[]::new);
        FrontChart chart = chart(points);
        List<Point> front = chart.front();
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).y()).isGreaterThanOrEqualTo(front.get(i - 1).y());
        }
        for (Point point : points) {
            assertThat(front).anySatisfy(best -> {
                assertThat(best.x()).isLessThanOrEqualTo(point.x());
                assertThat(best.y()).isGreaterThanOrEqualTo(point.y());
            });
        }
    }

    @Test
    void runWithoutTimesHasNoFront() {
        assertThat(Fronts.of(List.of(Runs.bare()))).isEmpty();
        assertThat(Fronts.of(List.of(Runs.breastCancer()))).hasSize(2);
        assertThat(Fronts.of(List.of(Runs.breastCancer().withComparison(null)))).isEmpty();
    }
}
