package dev.alambic.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void numbersStandToTheRight() {
        assertThat(new TextTable("model", "bytes")
                        .row("teacher", 1234)
                        .row("a", 5)
                        .toString())
                .isEqualTo("model    bytes\nteacher   1234\na            5");
    }

    @Test
    void aRowHasACellForEachTitle() {
        assertThatThrownBy(() -> new TextTable("a", "b").row(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 2 cells, was 1");
    }
}
