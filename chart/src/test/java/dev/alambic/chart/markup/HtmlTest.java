package dev.alambic.chart.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class HtmlTest {

    @Test
    void elementsHoldWhatIsPutIntoThem() {
        Html html = new Html();
        html.in("ul", list -> list.element("li", "a").element("li", "far", "b")).line();
        assertThat(html).hasToString("<ul><li>a</li><li class=\"far\">b</li></ul>\n");
    }

    @Test
    void dataCannotBecomeMarkup() {
        String attack = "</p><script>\"'&";
        Html html = new Html();
        html.element(Tag.of("p").with("title", attack), attack).text(attack);
        String safe = "&lt;/p&gt;&lt;script&gt;&quot;&#39;&amp;";
        assertThat(html).hasToString("<p title=\"" + safe + "\">" + safe + "</p>" + safe);
    }

    @Test
    void controlCharactersAreSpaces() {
        assertThat(Html.escape("a\u0000b\u001bc\u007fd")).isEqualTo("a b c d");
        assertThat(Html.escape("two\nlines\tµ🙂")).isEqualTo("two\nlines\tµ🙂");
    }

    @Test
    void attributesKeepTheirOrderAndMayHaveNoValue() {
        Tag tag = Tag.of("details", "more").with("open", "").with("id", "a").with("class", "less");
        assertThat(new Html().empty(tag)).hasToString("<details class=\"less\" open id=\"a\">");
    }

    @Test
    void tagsDoNotChange() {
        Tag plain = Tag.of("td");
        assertThat(plain.with("class", "text")).isNotEqualTo(plain);
        assertThat(plain.attributes()).isEmpty();
        assertThat(Tag.scroll("Sizes").attributes())
                .containsEntry("tabindex", "0")
                .containsEntry("aria-label", "Sizes");
    }

    @Test
    void filesStandBesideTheirClasses() {
        assertThat(Resource.text(dev.alambic.chart.Chart.class, "chart.css")).contains(".tick {");
        assertThatThrownBy(() -> Resource.text(Html.class, "none.css"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("bug: no none.css");
    }
}
