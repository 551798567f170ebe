package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.chart.Chart.Caption;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MatrixChartTest {

    private static MatrixChart chart(List<String> labels, List<List<Integer>> counts) {
        return new MatrixChart(Caption.of("Confusion"), labels, counts);
    }

    private static final MatrixChart TWO =
            chart(List.of("benign", "malignant"), List.of(List.of(72, 0), List.of(4, 38)));

    private static MatrixChart of(int classes, String label) {
        List<Integer> row = Collections.nCopies(classes, 7);
        return chart(IntStream.range(0, classes).mapToObj(i -> label + i).toList(), Collections.nCopies(classes, row));
    }

    @Test
    void rightAnswersMistakesAndNothingHaveTheirColours() {
        Drawn drawn = Drawn.of(TWO, 400, 400);
        assertThat(drawn.of("right")).hasSize(2);
        assertThat(drawn.of("student")).hasSize(1);
        assertThat(drawn.of("other")).hasSize(1);
        assertThat(drawn.texts("large")).containsExactly("72", "4", "38");
        assertThat(drawn.texts("axis")).containsExactly("answer", "true class");
    }

    @Test
    void rareMistakesCanBeSeen() {
        assertThat(MatrixChart.opacity(false, 0.01)).isGreaterThan(MatrixChart.opacity(true, 0.01));
        assertThat(MatrixChart.opacity(false, 1)).isLessThan(1);
    }

    @Test
    void cellsAreSquareAndInside() {
        for (int classes : new int[] {1, 2, 10, 100}) {
            Drawn drawn = Drawn.of(of(classes, "class "), 300, 300);
            assertThat(drawn.numbers("filled", "width"))
                    .hasSize(classes * classes)
                    .isEqualTo(drawn.numbers("filled", "height"));
            assertThat(drawn.numbers("filled", "x"))
                    .allSatisfy(x -> assertThat(x).isBetween(0.0, 300.0));
        }
    }

    @Test
    void namesThatDoNotFitBesideEachOtherAreTurned() {
        assertThat(Drawn.of(of(10, "a long name "), 400, 400).document().getElementsByTagName("text"))
                .satisfies(texts -> assertThat(IntStream.range(0, texts.getLength())
                                .mapToObj(texts::item)
                                .filter(text -> text.getAttributes().getNamedItem("transform") != null))
                        .hasSize(11));
        assertThat(Drawn.of(TWO, 400, 400).texts("tick")).contains("benign", "malignant", "0");
    }

    @Test
    void tooManyClassesHaveNeitherNamesNorNumbers() {
        Drawn drawn = Drawn.of(of(100, ""), 300, 300);
        assertThat(drawn.texts("tick")).isEmpty();
        assertThat(drawn.texts("count")).isEmpty();
    }

    @Test
    void moreClassesNeedMoreRoom() {
        assertThat(TWO.height(1000)).isLessThan(of(10, "").height(1000));
        assertThat(of(100, "").height(300)).isEqualTo(300);
    }

    @Test
    void rowsAndColumnsAreAsManyAsLabels() {
        assertThatThrownBy(() -> chart(List.of("a", "b"), List.of(List.of(1, 2))))
                .hasMessage("Confusion: a matrix of 2 labels has as many rows and columns (was 1 rows)");
        assertThatThrownBy(() -> chart(List.of("a"), List.of(List.of(1, 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allIsSaidInWords() {
        assertThat(TWO.spoken()).isEqualTo("Confusion: benign 72 0; malignant 4 38;");
    }
}
