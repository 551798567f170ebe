package dev.alambic.run.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theDeviationIsThatOfASample() {
        Spread spread = Spread.of(List.of(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0));
        assertThat(spread.mean()).isEqualTo(5);
        // sum of squares 32, divisor 7; one rounding of the square root
        assertThat(spread.deviation()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-15));
        assertThat(spread.least()).isEqualTo(2);
        assertThat(spread.greatest()).isEqualTo(9);
    }

    @Test
    void oneValueDoesNotDeviate() {
        assertThat(Spread.of(List.of(0.5)).deviation()).isZero();
    }
}
