package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.chart.Axis.Span;
import org.junit.jupiter.api.Test;

final class ScaleTest {

    /** Of positions, in pixels: rounding of a few additions. */
    private static final double ROUNDING = 1e-9;

    private static final Span UNIT = new Span(0, 1);

    @Test
    void endsLieAtTheEnds() {
        Scale down = new Span(100, 20).linear(2, 4);
        assertThat(down.at(2)).isEqualTo(100);
        assertThat(down.at(4)).isEqualTo(20);
        assertThat(down.at(3)).isCloseTo(60, within(ROUNDING));
        Scale factors = new Scale(1, 100, true, new Span(0, 200));
        assertThat(factors.at(10)).isCloseTo(100, within(ROUNDING));
    }

    @Test
    void ticksAreRoundAndInside() {
        assertThat(UNIT.linear(0, 1).ticks(5))
                .usingElementComparator(ScaleTest::nearly)
                .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
        assertThat(UNIT.linear(61, 102.3).ticks(5)).containsExactly(70.0, 80.0, 90.0, 100.0);
        assertThat(new Scale(6, 260, true, UNIT).ticks(7)).containsExactly(10.0, 20.0, 50.0, 100.0, 200.0);
        assertThat(new Scale(1, 1e6, true, UNIT).ticks(4)).hasSize(7);
    }

    @Test
    void hugeAndTinyRangesHaveFewTicks() {
        for (double size : new double[] {1e-300, 1e-12, 1, 1e12, 1e300}) {
            assertThat(UNIT.linear(0, size).ticks(5)).as("%s", size).hasSizeBetween(2, 11);
            assertThat(UNIT.linear(-size, size).ticks(5)).as("%s", size).hasSizeBetween(2, 11);
        }
    }

    @Test
    void countsAreWholeAndFromOneOn() {
        assertThat(UNIT.linear(1, 25).counts(6)).containsExactly(5.0, 10.0, 15.0, 20.0, 25.0);
        assertThat(UNIT.linear(1, 4).counts(6)).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(UNIT.linear(0, 2).counts(6)).containsExactly(1.0, 2.0);
    }

    private static int nearly(double a, double b) {
        return Math.abs(a - b) < ROUNDING ? 0 : Double.compare(a, b);
    }

    @Test
    void scaleThatDoesNotRiseIsRefused() {
        assertThatThrownBy(() -> UNIT.linear(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UNIT.linear(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scale(0, 1, true, UNIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 0.0 to 1.0");
    }
}
