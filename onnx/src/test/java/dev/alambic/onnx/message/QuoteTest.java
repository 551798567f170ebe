package dev.alambic.onnx.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {

    @Test
    void whatIsShortStandsAsItIs() {
        assertThat(Quote.of("")).isEqualTo("''");
        assertThat(Quote.of("a\nb")).isEqualTo("'a\nb'");
        assertThat(Quote.of("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
    }

    @Test
    void whatIsLongIsCutToOneLineAndCounted() {
        assertThat(Quote.of("ab\n".repeat(10_000)))
                .isEqualTo("'" + "ab ".repeat(13) + "a…' (30000 characters)")
                .doesNotContain("\n");
    }

    @Test
    void aLetterOfTwoUnitsIsNotTornApart() {
        String text = "a" + "🙂".repeat(60);
        assertThat(Quote.of(text)).isEqualTo("'a" + "🙂".repeat(20) + "…' (121 characters)");
    }
}
