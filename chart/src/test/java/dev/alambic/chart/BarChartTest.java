package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.BarChart.Part;
import dev.alambic.chart.Chart.Caption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BarChartTest {

    /** Half of the last digit that is written, for each of two coordinates. */
    private static final double WRITTEN = 0.1;

    private static BarChart chart(Bar... bars) {
        return new BarChart(Caption.of("File size"), List.of(bars));
    }

    private static Bar bar(String label, double value) {
        return Bar.of(label, value, value + " kB", Role.STUDENT);
    }

    private static Drawn drawn(Bar... bars) {
        BarChart chart = chart(bars);
        return Drawn.of(chart, 328, chart.height(328));
    }

    @Test
    void lengthsAreToScale() {
        Drawn drawn = drawn(Bar.of("teacher", 200, "200 kB", Role.TEACHER), bar("student", 50));
        List<Double> widths = drawn.numbers("filled", "width");
        assertThat(widths.get(1)).isCloseTo(widths.get(0) / 4, within(WRITTEN));
        assertThat(drawn.texts("name")).containsExactly("teacher", "student");
        assertThat(drawn.texts("value")).containsExactly("200 kB", "50.0 kB");
        assertThat(drawn.of("teacher")).hasSize(1);
    }

    @Test
    void partsFollowEachOther() {
        Bar parts = new Bar("MatMul", "80 %", List.of(new Part(3, Role.STUDENT), new Part(1, Role.TEACHER)));
        Drawn drawn = drawn(parts);
        double integers = drawn.numbers("student", "width").get(0);
        assertThat(parts.value()).isEqualTo(4);
        assertThat(drawn.numbers("teacher", "width").get(0)).isCloseTo(integers / 3, within(WRITTEN));
        assertThat(drawn.numbers("teacher", "x").get(0))
                .isCloseTo(drawn.numbers("student", "x").get(0) + integers, within(WRITTEN));
    }

    @Test
    void nothingOfAPartIsNotDrawn() {
        assertThat(drawn(new Bar("Relu", "1 %", List.of(new Part(0, Role.STUDENT), new Part(1, Role.TEACHER))))
                        .of("student"))
                .isEmpty();
    }

    @Test
    void oddValuesStillHaveABar() {
        Drawn drawn = drawn(
                bar("zero", 0),
                bar("less", -3),
                bar("nan", Double.NaN),
                bar("all", Double.POSITIVE_INFINITY),
                bar("one", 1));
        List<Double> widths = drawn.numbers("filled", "width");
        assertThat(widths).hasSize(5).allSatisfy(width -> assertThat(width).isBetween(2.0, 328.0));
        assertThat(widths.get(3))
                .as("no longer than the longest that has a length")
                .isEqualTo(widths.get(4));
        assertThat(drawn(bar("only", Double.POSITIVE_INFINITY)).numbers("filled", "width"))
                .containsExactly(2.0);
    }

    @Test
    void longNamesAreShortenedAndPathsAtTheirBeginning() {
        Drawn drawn = drawn(
                bar("a very very very very long name of a layer", 1), bar("encoder/layer.11/attention/self/query", 2));
        assertThat(drawn.texts("name").get(0)).startsWith("a very").endsWith("…");
        assertThat(drawn.texts("name").get(1)).startsWith("…").endsWith("/query");
    }

    @Test
    void ofMoreThanThereIsRoomForTheOthersAreCounted() {
        Bar[] many = IntStream.range(0, 40).mapToObj(i -> bar("layer " + i, i)).toArray(Bar[]::new);
        Drawn drawn = Drawn.of(chart(many), 328, 200);
        int shown = drawn.of("filled").size();
        assertThat(shown).isBetween(8, 12);
        assertThat(drawn.texts("axis")).containsExactly("… and " + (40 - shown) + " more");
        assertThat(drawn.coordinates("y")).allSatisfy(y -> assertThat(y).isLessThan(200));
    }

    @Test
    void allIsSaidInWords() {
        assertThat(chart(bar("a", 1), bar("b", 2)).spoken()).isEqualTo("File size: a 1.0 kB; b 2.0 kB;");
        assertThat(drawn().of("filled")).isEmpty();
    }
}
