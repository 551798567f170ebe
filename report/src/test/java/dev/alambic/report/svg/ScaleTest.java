package dev.alambic.report.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.report.chart.FrontChart.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScaleTest {

    /** Of positions, in pixels: rounding of a few additions. */
    private static final double ROUNDING = 1e-9;

    @Test
    void endsLieAtTheEnds() {
        Scale down = Scale.linear(2, 4, 100, 20);
        assertThat(down.at(2)).isEqualTo(100);
        assertThat(down.at(4)).isEqualTo(20);
        assertThat(down.at(3)).isCloseTo(60, within(ROUNDING));
        Scale factors = new Scale(1, 100, true, 0, 200);
        assertThat(factors.at(10)).isCloseTo(100, within(ROUNDING));
    }

    @Test
    void ticksAreRoundAndInside() {
        assertThat(Scale.linear(0, 1, 0, 1).ticks(5))
                .usingElementComparator(ScaleTest::nearly)
                .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
        assertThat(Scale.linear(61, 102.3, 0, 1).ticks(5)).containsExactly(70.0, 80.0, 90.0, 100.0);
        assertThat(new Scale(6, 260, true, 0, 1).ticks(7)).containsExactly(10.0, 20.0, 50.0, 100.0, 200.0);
        assertThat(new Scale(1, 1e6, true, 0, 1).ticks(4)).hasSize(7);
    }

    private static int nearly(double a, double b) {
        return Math.abs(a - b) < ROUNDING ? 0 : Double.compare(a, b);
    }

    @Test
    void scaleThatDoesNotRiseIsRefused() {
        assertThatThrownBy(() -> Scale.linear(1, 1, 0, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scale.linear(Double.NaN, 1, 0, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scale(0, 1, true, 0, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labelsHaveTheUnitAndAsManyDigitsAsOneNeeds() {
        assertThat(labels(Ticks.plain(List.of(0.0, 0.05, 0.1)))).containsExactly("0.00", "0.05", "0.10");
        assertThat(labels(Ticks.of(List.of(0.98, 0.985), Unit.SHARE))).containsExactly("98.0 %", "98.5 %");
        assertThat(labels(Ticks.of(List.of(0.5, 500.0, 2000.0), Unit.MICROS)))
                .containsExactly("0.5 µs", "500 µs", "2 ms");
        assertThat(labels(Ticks.of(List.of(500.0, 20_000.0, 1e6), Unit.BYTES)))
                .containsExactly("500 B", "20 kB", "1 MB");
    }

    private static List<String> labels(Ticks ticks) {
        return ticks.values().stream().map(value -> ticks.label().apply(value)).toList();
    }
}
