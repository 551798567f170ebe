package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.Chart.Caption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineChartTest {

    private static final Axis EPOCHS = new Axis("epoch", Unit.PLAIN, Extent.COUNT);

    private static Line line(Look look, Double... heights) {
        List<Double> places = IntStream.rangeClosed(1, heights.length)
                .mapToObj(i -> (double) i)
                .toList();
        return new Line("student", places, List.of(heights), Role.STUDENT, look);
    }

    private static LineChart chart(Extent extent, Line... lines) {
        return new LineChart(
                new Caption("Loss", "Falls."), EPOCHS, new Axis("loss", Unit.PLAIN, extent), List.of(lines));
    }

    private static Drawn drawn(Extent extent, Line... lines) {
        return Drawn.of(chart(extent, lines), 328, 212);
    }

    @Test
    void aCurveIsAPathWithADotAtEachPlace() {
        Drawn drawn = drawn(Extent.VALUES, line(Look.SOLID, 3.0, 2.0, 1.0));
        assertThat(drawn.of("line"))
                .singleElement()
                .satisfies(path -> assertThat(path.getAttribute("d")).matches("M[\\d.]+ [\\d.]+(L[\\d.]+ [\\d.]+){2}"));
        assertThat(drawn.texts("filled"))
                .containsExactly("student, epoch 1: 3.000", "student, epoch 2: 2.000", "student, epoch 3: 1.000");
        assertThat(drawn.texts("axis")).containsExactly("loss", "epoch");
    }

    @Test
    void ticksRiseUpwards() {
        List<Double> heights =
                drawn(Extent.VALUES, line(Look.SOLID, 3.0, 2.0, 1.0)).numbers("grid", "y1");
        assertThat(heights).hasSizeGreaterThan(2).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void lossesOfManySizesAreDrawnByFactors() {
        assertThat(drawn(Extent.FACTORS, line(Look.SOLID, 10.0, 0.01)).texts("axis"))
                .contains("loss, logarithmic");
        assertThat(drawn(Extent.FACTORS, line(Look.SOLID, 10.0, 9.0)).texts("axis"))
                .contains("loss");
    }

    @Test
    void dashedCurvesLieBelowTheOthers() {
        Drawn drawn = drawn(Extent.VALUES, line(Look.SOLID, 1.0, 2.0), line(Look.DASHED, 2.0, 3.0));
        assertThat(drawn.of("student"))
                .first()
                .satisfies(first -> assertThat(first.getAttribute("class")).isEqualTo("dashed student"));
    }

    @Test
    void manyPlacesHaveNoDots() {
        Double[] many = IntStream.range(0, 40).mapToObj(i -> (double) i).toArray(Double[]::new);
        assertThat(drawn(Extent.VALUES, line(Look.SOLID, many)).of("filled")).isEmpty();
        assertThat(drawn(Extent.VALUES, line(Look.DIAMOND, many)).of("filled")).hasSize(40);
    }

    @Test
    void onePlaceIsADot() {
        Drawn drawn = drawn(Extent.VALUES, line(Look.SOLID, 0.5));
        assertThat(drawn.of("line")).isEmpty();
        assertThat(drawn.texts("filled")).containsExactly("student, epoch 1: 0.5000");
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        LineChart chart = chart(
                Extent.VALUES,
                line(Look.SOLID, 1.0, Double.NaN, Double.POSITIVE_INFINITY, 2.0),
                line(Look.SOLID, Double.NaN));
        assertThat(chart.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.x()).containsExactly(1.0, 4.0));
    }

    @Test
    void nothingIsAnEmptyFrame() {
        Drawn drawn = drawn(Extent.VALUES);
        assertThat(drawn.of("line")).isEmpty();
        assertThat(drawn.of("grid")).isNotEmpty();
    }

    @Test
    void everythingStaysInside() {
        for (double size : new double[] {1e-9, 1, 1e12}) {
            Drawn drawn = drawn(Extent.VALUES, line(Look.SOLID, -size, size, 2 * size));
            assertThat(drawn.coordinates("x", "x1", "x2"))
                    .allSatisfy(x -> assertThat(x).isBetween(-1.0, 328.0));
            assertThat(drawn.coordinates("y", "y1", "y2"))
                    .allSatisfy(y -> assertThat(y).isBetween(0.0, 212.0));
        }
    }

    @Test
    void valuesThatDoubleAreLabelledAtTheirPlaces() {
        Line line = new Line("m", List.of(1.0, 8.0, 32.0), List.of(5.0, 20.0, 60.0), Role.OTHER, Look.SOLID);
        LineChart chart = new LineChart(
                Caption.of(""),
                new Axis("batch", Unit.PLAIN, Extent.DOUBLING),
                new Axis("time", Unit.MICROS, Extent.DOUBLING),
                List.of(line));
        assertThat(Drawn.of(chart, 400, 200).texts("tick")).contains("1", "8", "32", "10 µs", "50 µs");
    }

    @Test
    void keysNameTheCurves() {
        assertThat(chart(Extent.VALUES, line(Look.DASHED, 1.0)).keys())
                .containsExactly(new Key("student", Role.STUDENT, Look.DASHED));
        assertThat(chart(Extent.VALUES).spoken()).isEqualTo("Loss. Falls.");
    }

    @Test
    void aHeightIsMissing() {
        assertThatThrownBy(() -> new Line("student", List.of(1.0, 2.0), List.of(1.0), Role.STUDENT, Look.SOLID))
                .hasMessage("student: a line has one height a place (expected 2, was 1)");
    }
}
