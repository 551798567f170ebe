package dev.alambic.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NumbersTest {

    @Test
    void unitsChangeWhereTheNumberWouldGetLong() {
        assertThat(Numbers.bytes(0)).isEqualTo("0.00 kB");
        assertThat(Numbers.bytes(5_300)).isEqualTo("5.30 kB");
        assertThat(Numbers.bytes(999_499)).isEqualTo("999 kB");
        assertThat(Numbers.bytes(999_500)).isEqualTo("1.00 MB");
        assertThat(Numbers.bytes(2_420_000_000L)).isEqualTo("2,420 MB");
        assertThat(Numbers.micros(3.126)).isEqualTo("3.13 µs");
        assertThat(Numbers.micros(999.6)).isEqualTo("1.00 ms");
    }

    @Test
    void factorsHaveAboutThreeDigits() {
        assertThat(Numbers.times(1)).isEqualTo("1.00×");
        assertThat(Numbers.times(9.996)).isEqualTo("10.0×");
        assertThat(Numbers.times(99.96)).isEqualTo("100×");
    }

    @Test
    void sharesAreInPercent() {
        assertThat(Numbers.percent(0.4)).isEqualTo("40.0 %");
        assertThat(Numbers.accuracy(0.97368)).isEqualTo("97.37 %");
        assertThat(Numbers.count(52_194)).isEqualTo("52,194");
    }
}
