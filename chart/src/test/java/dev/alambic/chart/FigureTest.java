package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart.Point;
import dev.alambic.chart.markup.Html;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class FigureTest {

    private static String figure(Chart chart) {
        Html html = new Html();
        Figure.write(html, chart, "h3");
        return html.toString();
    }

    private static Drawn page(Chart chart) {
        return Drawn.parsed(figure(chart));
    }

    @Test
    void titleAndSentenceStandInThePage() {
        BarChart chart =
                new BarChart(new Caption("Size", "Shorter is better."), List.of(Bar.of("a", 1, "1 kB", Role.OTHER)));
        assertThat(figure(chart))
                .startsWith("<figure><h3>Size</h3><svg class=\"chart\"")
                .contains("aria-label=\"Size: a 1 kB;\"")
                .endsWith("<figcaption>Shorter is better.</figcaption></figure>\n");
        assertThat(figure(new BarChart(Caption.of("Size"), List.of()))).doesNotContain("figcaption", "legend");
    }

    @Test
    void aFrontIsThereForTheTelephoneToo() {
        List<Point> points = List.of(new Point("student", 1, 0.9, Role.STUDENT, Look.CIRCLE));
        Drawn page = page(new FrontChart(Caption.of("f"), Axis.of("t", Unit.MICROS), Axis.of("a", Unit.SHARE), points));
        assertThat(page.numbers("chart", "width")).containsExactly(508.0, 328.0);
        assertThat(page.of("narrow-only")).hasSize(1);
    }

    @Test
    void keysShowTheMarkAndItsColour() {
        Html html = new Html();
        Figure.keys(html, List.of(new Key("<teacher>", Role.TEACHER, Look.DASHED)));
        assertThat(html.toString())
                .contains("<path class=\"dashed teacher\" d=\"M-9 0H9\"></path></svg>&lt;teacher&gt;</li>");
        Html none = new Html();
        Figure.keys(none, List.of());
        assertThat(none.toString()).isEmpty();
    }

    @Test
    void everyClassAndColourOfADrawingHasItsRule() {
        String style = Figure.style();
        for (Role role : Role.values()) {
            assertThat(style).contains("\nsvg ." + role.cssClass() + " { color: var(--" + role.cssClass() + "); }");
            assertThat(style.split("--" + role.cssClass() + ": ", -1))
                    .as("light and dark")
                    .hasSize(3);
        }
        Arrays.stream(Look.values()).forEach(look -> assertThat(style).contains("\nsvg ." + look.cssClass() + " {"));
        assertThat(Pattern.compile("var\\(--(\\w+)\\)").matcher(style).results())
                .allSatisfy(used -> assertThat(style).contains("--" + used.group(1) + ": #"));
    }

    @Test
    void seriesAreToldApart() {
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6)).extracting(Role::ofSeries).doesNotHaveDuplicates();
        assertThat(Role.ofSeries(7)).isEqualTo(Role.ofSeries(0));
        assertThat(List.of(0, 1, 2, 3, 4))
                .extracting(Look::ofGroup)
                .containsExactly(Look.CIRCLE, Look.DIAMOND, Look.SQUARE, Look.TRIANGLE, Look.CIRCLE);
    }
}
