package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Dashboard.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DashboardTest {

    private static BarChart bars(String title, int count) {
        Bar bar = Bar.of("b", 1, "1", Role.OTHER);
        return new BarChart(Caption.of(title), java.util.Collections.nCopies(count, bar));
    }

    private static Dashboard of(int columns, Chart... charts) {
        Fact better = new Fact("size", "5 kB", "4× smaller", Role.BETTER);
        Fact worse = new Fact("accuracy", "90 %", "−1 points", Role.WORSE);
        return new Dashboard(new Caption("run", "A sentence."), List.of(better, worse), columns, List.of(charts));
    }

    private static Drawn drawn(Dashboard board) {
        return Drawn.of(board, 800, board.height(800));
    }

    @Test
    void goodAndBadHaveTheirColours() {
        Drawn drawn = drawn(of(1));
        assertThat(drawn.of("better"))
                .singleElement()
                .satisfies(note -> assertThat(note.getTextContent()).isEqualTo("4× smaller"));
        assertThat(drawn.of("worse"))
                .singleElement()
                .satisfies(note -> assertThat(note.getTextContent()).isEqualTo("−1 points"));
        assertThat(drawn.texts("figure")).containsExactly("5 kB", "90 %");
    }

    @Test
    void chartsStandInRowsInTheOrderGiven() {
        Drawn drawn = drawn(of(2, bars("a", 1), bars("b", 1), bars("c", 1)));
        List<Double> x = drawn.numbers("title", "x");
        List<Double> y = drawn.numbers("title", "y");
        assertThat(drawn.texts("title")).containsExactly("a", "b", "c");
        assertThat(x.get(0)).isLessThan(x.get(1)).isEqualTo(x.get(2));
        assertThat(y.get(0)).isEqualTo(y.get(1)).isLessThan(y.get(2));
    }

    @Test
    void aRowIsAsHighAsTheHighestChart() {
        double low = of(2, bars("a", 2), bars("b", 2)).height(800);
        assertThat(of(2, bars("a", 2), bars("b", 6)).height(800)).isEqualTo(low + 4 * BarDrawing.ROW);
    }

    @Test
    void withoutFactsChartsBeginAtTheTop() {
        Dashboard board = new Dashboard(Caption.of(""), List.of(), 1, List.of(bars("a", 1)));
        assertThat(drawn(board).numbers("title", "y")).containsExactly(31.0);
        assertThat(new Dashboard(Caption.of(""), List.of(), 3, List.of()).height(100))
                .isZero();
    }

    @Test
    void factsAreSaidInWords() {
        assertThat(of(1).spoken()).isEqualTo("run. A sentence. size 5 kB; accuracy 90 %;");
        assertThatThrownBy(() -> of(0)).hasMessage("a dashboard has at least one column, was 0");
    }
}
