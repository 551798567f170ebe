package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Span;
import dev.alambic.chart.Axis.Unit;
import org.junit.jupiter.api.Test;

final class AxisTest {

    /** Rounding of one product. */
    private static final double ROUNDING = 1e-9;

    private static Scale scale(Unit unit, Extent extent, double low, double high) {
        return new Axis("", unit, extent).scale(low, high, 0.1, new Span(0, 100));
    }

    @Test
    void valuesHaveALittleRoomAround() {
        Scale scale = scale(Unit.PLAIN, Extent.VALUES, 10, 20);
        assertThat(scale.low()).isCloseTo(9, within(ROUNDING));
        assertThat(scale.high()).isCloseTo(21, within(ROUNDING));
    }

    @Test
    void whatIsNeverNegativeHasNoRoomBelowZero() {
        assertThat(scale(Unit.PLAIN, Extent.VALUES, 0.5, 20).low()).isZero();
        assertThat(scale(Unit.PLAIN, Extent.VALUES, -3, 7).low()).isCloseTo(-4, within(ROUNDING));
    }

    @Test
    void sharesEndALittleAboveTheWhole() {
        assertThat(scale(Unit.SHARE, Extent.VALUES, 0.5, 1).high()).isBetween(1.0, 1.05);
    }

    @Test
    void equalValuesStillMakeAScaleWithThemInTheMiddle() {
        assertThat(scale(Unit.PLAIN, Extent.VALUES, 5, 5).at(5)).isCloseTo(50, within(ROUNDING));
        assertThat(scale(Unit.PLAIN, Extent.DOUBLING, 5, 5).at(5)).isCloseTo(50, within(ROUNDING));
        for (double value : new double[] {-1e300, -5, 0, 1e-300, 1, 1e300}) {
            for (Extent extent : Extent.values()) {
                assertThat(scale(Unit.PLAIN, extent, value, value).at(value))
                        .as("%s of %s", extent, value)
                        .isFinite();
            }
        }
    }

    @Test
    void largeFactorsAreLogarithmicWhereThatIsWanted() {
        assertThat(scale(Unit.PLAIN, Extent.FACTORS, 1, 100).logarithmic()).isTrue();
        assertThat(scale(Unit.PLAIN, Extent.FACTORS, 1, 5).logarithmic()).isFalse();
        assertThat(scale(Unit.PLAIN, Extent.FACTORS, 0, 100).logarithmic()).isFalse();
        assertThat(scale(Unit.PLAIN, Extent.VALUES, 1, 100).logarithmic()).isFalse();
        assertThat(scale(Unit.PLAIN, Extent.DOUBLING, 1, 2).logarithmic()).isTrue();
    }

    @Test
    void someAxesBeginAtAFixedValue() {
        assertThat(scale(Unit.PLAIN, Extent.FROM_ZERO, 50, 100).low()).isZero();
        assertThat(scale(Unit.PLAIN, Extent.WHOLE, 0.3, 0.4).high()).isEqualTo(1);
        assertThat(scale(Unit.PLAIN, Extent.COUNT, 1, 25).low()).isEqualTo(1);
        assertThat(scale(Unit.PLAIN, Extent.COUNT, 1, 1).low()).isZero();
    }
}
