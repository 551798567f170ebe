package dev.alambic.chart.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
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
    void slowModelsHaveMoreDigits() {
        assertThat(Numbers.ratio(3.956)).isEqualTo("3.96");
        assertThat(Numbers.ratio(0.1)).isEqualTo("0.10");
        assertThat(Numbers.ratio(0.00504)).isEqualTo("0.0050");
    }

    @Test
    void sharesAreInPercent() {
        assertThat(Numbers.percent(0.97368)).isEqualTo("97.37 %");
        assertThat(Numbers.percent(0.4, 1)).isEqualTo("40.0 %");
        assertThat(Numbers.percent(1, 0)).isEqualTo("100 %");
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("NaN %");
    }

    @Test
    void thousandsAreGrouped() {
        assertThat(Numbers.grouped(52_194)).isEqualTo("52,194");
        assertThat(Numbers.grouped(-1_234_567)).isEqualTo("-1,234,567");
        assertThat(Numbers.grouped(1234.56, 1)).isEqualTo("1,234.6");
    }

    @Test
    void fourDigitsCount() {
        assertThat(Numbers.fourDigits(3.14159)).isEqualTo("3.14");
        assertThat(Numbers.fourDigits(99.994)).isEqualTo("99.99");
        assertThat(Numbers.fourDigits(314.159)).isEqualTo("314.2");
        assertThat(Numbers.fourDigits(31_415.9)).isEqualTo("31,416");
        assertThat(Numbers.fourDigits(null)).isEqualTo("–");
    }

    @Test
    void zerosAtTheEndAreTrimmed() {
        assertThat(Numbers.trimmed(2.50, 2)).isEqualTo("2.5");
        assertThat(Numbers.trimmed(1000, 2)).isEqualTo("1000");
        assertThat(Numbers.trimmed(0.004, 2)).isEqualTo("0");
        assertThat(Numbers.trimmed(-0.125, 2)).isEqualTo("-0.13");
        assertThat(Numbers.trimmed(Double.POSITIVE_INFINITY, 2)).isEqualTo("Infinity");
    }

    @Test
    void significantDigitsAreNeverAPowerOfTen() {
        assertThat(Numbers.significant(1.234567e-7, 5)).isEqualTo("0.00000012346");
        assertThat(Numbers.significant(123_456_789, 5)).isEqualTo("123460000");
        assertThat(Numbers.significant(17.99, 5)).isEqualTo("17.99");
        assertThat(Numbers.significant(0, 5)).isEqualTo("0.0");
        assertThat(Numbers.significant(Double.NaN, 5)).isEqualTo("NaN");
    }

    @Test
    void differencesHaveTheirSign() {
        assertThat(Numbers.signed(-0.877, 2)).isEqualTo("−0.88");
        assertThat(Numbers.signed(0.5, 1)).isEqualTo("+0.5");
    }

    @Test
    void numbersAreTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Numbers.fixed(1.5, 2)).isEqualTo("1.50");
            assertThat(Numbers.grouped(1234.5, 1)).isEqualTo("1,234.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void timesAreReadInTheirUnits() {
        assertThat(Numbers.seconds(0.122)).isEqualTo("0.12 s");
        assertThat(Numbers.seconds(7.468)).isEqualTo("7.47 s");
        assertThat(Numbers.seconds(59.7)).isEqualTo("1 min 0 s");
        assertThat(Numbers.seconds(602)).isEqualTo("10 min 2 s");
        assertThat(Numbers.seconds(3_900)).isEqualTo("1 h 5 min");
    }
}
