package dev.alambic.chart.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    private static TextTable table() {
        return new TextTable("model", "note", "bytes")
                .row("teacher", "large", "1,234")
                .row("a|b", "µ🙂", 5);
    }

    @Test
    void numbersStandToTheRight() {
        assertThat(table()).hasToString("""
                model    note   bytes
                teacher  large  1,234
                a|b      µ🙂         5""");
    }

    @Test
    void aDashAndWhatIsNoNumberAreNumbersToo() {
        assertThat(new TextTable("ms").row("-").row("NaN").row("+1.5")).hasToString("  ms\n   -\n NaN\n+1.5");
        assertThat(new TextTable("ms").row("12").row("exact")).hasToString("ms\n12\nexact");
        assertThat(new TextTable("alone", "titles")).hasToString("alone  titles");
    }

    @Test
    void aRuleSeparatesTheTitles() {
        assertThat(table().ruled()).isEqualTo("""
                model     note  bytes
                ─────────────────────
                teacher  large  1,234
                a|b         µ🙂      5
                """);
    }

    @Test
    void markdownEscapesBarsAndIsAlignedInTheSource() {
        assertThat(table().markdown()).isEqualTo("""
                | model   |  note | bytes |
                |---------|------:|------:|
                | teacher | large | 1,234 |
                | a\\|b    |    µ🙂 |     5 |
                """);
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(new TextTable("a", "b")
                        .row("1,2", "say \"x\"")
                        .row("two\nlines", "")
                        .csv())
                .isEqualTo("a,b\n\"1,2\",\"say \"\"x\"\"\"\n\"two\nlines\",\n");
    }

    @Test
    void htmlNamesColumnsAndRows() {
        Html html = new Html();
        new TextTable("model", "<b>").row("teacher", "&").write(html, Tag.of("table", "settings"));
        assertThat(html).hasToString("""
                <table class="settings"><thead><tr><th scope="col">model</th><th scope="col">&lt;b&gt;</th></tr></thead>\
                <tbody>
                <tr><th scope="row">teacher</th><td>&amp;</td></tr></tbody></table>""");
    }

    @Test
    void aRowHasACellForEachTitle() {
        assertThatThrownBy(() -> new TextTable("a", "b").row(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 2 cells, was 1");
    }
}
