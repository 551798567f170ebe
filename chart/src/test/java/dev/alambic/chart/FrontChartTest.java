package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart.Guide;
import dev.alambic.chart.FrontChart.Point;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FrontChartTest {

    private static final Axis TIME = new Axis("time", Unit.MICROS, Extent.FACTORS);
    private static final Axis ACCURACY = Axis.of("accuracy", Unit.SHARE);

    private static Point point(String name, double x, double y) {
        return new Point(name, x, y, Role.STUDENT, Look.CIRCLE);
    }

    private static FrontChart chart(Point... points) {
        return new FrontChart(Caption.of("Trade-off"), TIME, ACCURACY, List.of(points));
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
    void theFrontIsFilledTheOthersAreHollow() {
        Drawn drawn = Drawn.of(chart(point("best", 1, 0.9), point("worse", 2, 0.8)), 508, 330);
        assertThat(drawn.texts("point")).containsExactly("best, 1 µs, 90 %");
        assertThat(drawn.texts("hollow")).containsExactly("worse, 2 µs, 80 %");
        assertThat(drawn.texts("label")).containsExactly("best");
        assertThat(drawn.texts("dim")).containsExactly("worse");
        assertThat(drawn.texts("axis")).containsExactly("↑ accuracy", "← time");
    }

    @Test
    void betterLiesUpAndToTheLeft() {
        Drawn drawn = Drawn.of(chart(point("a", 1, 0.9), point("b", 2, 0.95)), 508, 330);
        List<double[]> places = drawn.of("point").stream()
                .map(mark -> mark.getAttribute("transform")
                        .replaceAll("[^\\d. ]", "")
                        .split(" ", -1))
                .map(xy -> new double[] {Double.parseDouble(xy[0]), Double.parseDouble(xy[1])})
                .toList();
        assertThat(places.get(0)[0]).isLessThan(places.get(1)[0]);
        assertThat(places.get(0)[1]).isGreaterThan(places.get(1)[1]);
    }

    @Test
    void timesOfLargeFactorsAreLogarithmic() {
        Drawn drawn = Drawn.of(chart(point("a", 1, 0.9), point("b", 100, 0.95)), 508, 330);
        assertThat(drawn.texts("axis")).contains("← time (logarithmic)");
        assertThat(drawn.texts("tick")).contains("1 µs", "10 µs", "100 µs");
    }

    @Test
    void whatHasNoFinitePlaceIsLeftOut() {
        FrontChart chart = chart(
                point("exact", 1, Double.POSITIVE_INFINITY), point("unmeasured", Double.NaN, 0.5), point("a", 2, 0.5));
        assertThat(chart.points()).extracting(Point::name).containsExactly("a");
    }

    @Test
    void nothingAtAllIsAnEmptyFrame() {
        Drawn drawn = Drawn.of(chart(), 328, 290);
        assertThat(drawn.of("point")).isEmpty();
        assertThat(drawn.of("front")).isEmpty();
        assertThat(drawn.of("grid")).isNotEmpty();
        assertThat(chart().spoken()).isEqualTo("Trade-off. On the front: ");
    }

    @Test
    void guidesAreInsideEvenIfNoPointIsNear() {
        FrontChart chart = new FrontChart(
                Caption.of(""),
                TIME,
                Axis.of("SQNR, dB", Unit.PLAIN),
                List.of(point("a", 2, 20)),
                List.of(
                        new Guide("bound", false, 40, Role.SOFT),
                        new Guide("time of the baseline", true, 5, Role.TEACHER),
                        new Guide("none", false, Double.NaN, Role.SOFT)),
                List.of(new Key("chosen", Role.STUDENT, Look.CIRCLE)));
        Drawn drawn = Drawn.of(chart, 508, 330);
        assertThat(drawn.of("dashed")).hasSize(2);
        assertThat(drawn.numbers("dashed", "y1")).allSatisfy(y -> assertThat(y).isBetween(28.0, 330.0));
        assertThat(drawn.numbers("dashed", "x1")).allSatisfy(x -> assertThat(x).isBetween(0.0, 508.0));
        assertThat(chart.keys()).extracting(Key::name).containsExactly("chosen", "bound", "time of the baseline");
    }

    @Test
    void theFrontIsSaidInWords() {
        assertThat(chart(point("slow", 2000, 0.9), point("fast", 1, 0.8)).spoken())
                .isEqualTo("Trade-off. On the front: fast, 1 µs, 80 %; slow, 2 ms, 90 %;");
    }
}
