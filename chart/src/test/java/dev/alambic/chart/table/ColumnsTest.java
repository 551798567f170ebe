package dev.alambic.chart.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.markup.Html;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ColumnsTest {

    private record Model(
            String name,
            @Nullable Double accuracy,
            @Nullable Double memory) {}

    private static final List<Model> MODELS =
            List.of(new Model("teacher", 0.97368, null), new Model("student", null, null));

    private static Columns<Model> columns() {
        return new Columns<Model>()
                .text("model", Model::name)
                .number("accuracy", Model::accuracy, Numbers::percent)
                .number("memory", Model::memory, memory -> Numbers.fixed(memory, 0));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        assertThat(columns().table(MODELS).rows())
                .containsExactly(List.of("teacher", "97.37 %", "–"), List.of("student", "–", "–"));
    }

    @Test
    void columnsWithoutAnythingCanBeLeftOut() {
        assertThat(columns().filled(MODELS).table(MODELS).titles()).containsExactly("model", "accuracy");
        assertThat(columns().filled(List.of()).table(List.of()).titles()).isEmpty();
    }

    @Test
    void pageSortsByNumbersNotByTheirTexts() {
        Html html = new Html();
        columns()
                .sorted("interval", model -> 0.5, model -> "0.5 – 0.6")
                .writeSortable(html, "Quality", MODELS, model -> model.name().equals("teacher") ? "teacher" : "");
        assertThat(html.toString())
                .contains("<caption>Quality</caption>", "aria-label=\"Quality\"")
                .contains("<th scope=\"col\" class=\"text\">model</th>", "<th scope=\"col\">accuracy</th>")
                .contains("<tr class=\"teacher\"><th scope=\"row\" class=\"text\">teacher</th>")
                .contains("<td data-sort=\"0.973680\">97.37 %</td>", "<td data-sort=\"0.500000\">0.5 – 0.6</td>")
                .contains("<tr><th scope=\"row\" class=\"text\">student</th><td>–</td>");
    }
}
