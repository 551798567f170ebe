package dev.alambic.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    private static final Quantity SECOND = Quantity.of(1, Dimension.TIME);
    private static final Quantity BYTE = Quantity.of(1, Dimension.BYTES);

    @ParameterizedTest
    @CsvSource({
        "TIME, 1.5e-7, 0.1500 µs",
        "TIME, 3.125e-6, 3.13 µs",
        "TIME, 0.0015, 1.50 ms",
        "TIME, 90, 90 s",
        "BYTES, 999, 999 B",
        "BYTES, 212345, 212.3 kB",
        "BYTES, 5e12, '5,000 GB'",
        "ENERGY, 0.0025, 2.50 mJ",
        "RATE, 12000, '12,000/s'",
        "NONE, 0.97, 0.9700",
        "NONE, -1234567, '-1,234,567'"
    })
    void figuresAreShownInAUnitThatSuitsTheirSize(String dimension, double value, String text) {
        Dimension named = switch (dimension) {
            case "TIME" -> Dimension.TIME;
            case "BYTES" -> Dimension.BYTES;
            case "ENERGY" -> Dimension.ENERGY;
            case "RATE" -> Dimension.RATE;
            default -> Dimension.NONE;
        };
        assertThat(Quantity.of(value, named).text()).isEqualTo(text);
    }

    @Test
    void whatCountsTheSameIsAddedAndOthersAreNot() {
        assertThat(SECOND.plus(SECOND).minus(Quantity.of(3, Dimension.TIME)).value())
                .isEqualTo(-1);
        assertThatThrownBy(() -> SECOND.plus(BYTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("both sides count the same (expected a time, was a size in bytes)");
    }

    @Test
    void aBareNumberIsAnySizeButNoTime() {
        assertThat(Quantity.bare(2).plus(BYTE)).isEqualTo(Quantity.of(3, Dimension.BYTES));
        assertThat(Quantity.bare(2).in(BYTE)).isEqualTo(Quantity.of(2, Dimension.BYTES));
        assertThatThrownBy(() -> SECOND.plus(Quantity.bare(2))).hasMessageEndingWith("write a unit, such as 5ms");
    }

    @Test
    void productsAndRatiosCarryTheirUnits() {
        assertThat(BYTE.over(BYTE).dimension()).isEqualTo(Dimension.NONE);
        assertThat(Quantity.bare(4).over(SECOND).dimension()).isEqualTo(Dimension.RATE);
        assertThat(BYTE.times(SECOND).dimension().label()).isEqualTo("a product of units");
        assertThat(Quantity.bare(0.5).times(SECOND)).isEqualTo(Quantity.of(0.5, Dimension.TIME));
        assertThat(Quantity.of(1, Dimension.ENERGY).negated().dimension().label())
                .isEqualTo("an energy");
    }

    @Test
    void nothingHoldsOfNaNButThatItDiffers() {
        Quantity nan = Quantity.of(Double.NaN, Dimension.NONE);
        for (Relation relation : Relation.values()) {
            assertThat(relation.holds(nan, Quantity.bare(1)))
                    .as(relation.symbol())
                    .isEqualTo(relation == Relation.DIFFERENT);
        }
        assertThat(Relation.AT_MOST.holds(BYTE, BYTE)).isTrue();
        assertThat(Relation.LESS.holds(BYTE, BYTE)).isFalse();
    }

    @Test
    void toleranceIsAShareOfAllButWhatItNames() {
        Tolerance tolerance = Tolerance.parse("20%, accuracy = 0.5%, bytes=0");
        assertThat(tolerance.of("p50")).isEqualTo(0.2);
        assertThat(tolerance.of("accuracy")).isEqualTo(0.005);
        assertThat(tolerance.of("bytes")).isZero();
        assertThat(tolerance.of("agreement")).isEqualTo(0.01); // a point, whatever the others may lose
        assertThat(Tolerance.parse("bytes=.5").of("p50"))
                .isEqualTo(Tolerance.defaults().of("p50"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "10%%", "-1%", "p50=", "10%,,5%"})
    void whatIsNoToleranceIsNamed(String text) {
        assertThatThrownBy(() -> Tolerance.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tolerance: expected a share such as 10% or bytes=0, was '");
    }

    @Test
    void anUnknownMetricIsShownItsNearest() {
        assertThatThrownBy(() -> Tolerance.parse("10%,acuracy=1%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("character 5: unknown metric 'acuracy'")
                .hasMessageContaining("accuracy");
    }
}
