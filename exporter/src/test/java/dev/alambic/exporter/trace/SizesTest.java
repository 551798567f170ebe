package dev.alambic.exporter.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizesTest {

    private static final Symbol BATCH = new Symbol("batch", "x", 0, 2, 3);
    private static final Symbol TIME = new Symbol("time", "x", 1, 7, 11);

    /** Returns what explains two sizes where nothing but the symbols is known. */
    private static String explained(long first, long second) {
        String[] found = {""};
        Graph.build("sizes", graph -> {
            graph.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", "time")));
            found[0] = new Sizes(List.of(BATCH, TIME), graph)
                    .explain("x", first, second)
                    .toString();
            graph.output(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", "time")));
        });
        return found[0];
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, batch",
        "7, 11, time",
        "14, 33, batch*time",
        "8, 12, time+1",
        "42, 99, 3*batch*time",
        "6, 10, time-1",
        "9, 13, time+2",
        "20, 30, 10*batch"
    })
    void simplestExpressionOfBothTracesIsFound(long first, long second, String expression) {
        assertThat(explained(first, second)).isEqualTo(expression);
    }

    @Test
    void whatNoSymbolGivesIsUnexplained() {
        // batch gives every pair by some factor and offset: only symbols that differ by more leave gaps
        Graph.build("sizes", graph -> {
            graph.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("time")));
            Sizes sizes = new Sizes(List.of(TIME), graph);
            assertThatThrownBy(() -> sizes.explain("y", 5, 6))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageStartingWith("y: a size is a linear expression")
                    .hasMessageContaining("was 5 in one trace and 6 in another");
            sizes.learn("h", new long[] {5, 9}, new long[] {6, 9});
            assertThat(sizes.explain("y", 5, 6)).hasToString("h[0]");
            assertThat(sizes.explain("y", 10, 12)).hasToString("2*h[0]");
            assertThat(sizes.name(10, 12))
                    .as("an extent of the data has no name")
                    .isEmpty();
            graph.output(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("time")));
        });
    }

    @Test
    void nameIsAMultipleOrHasAnOffsetNotBoth() {
        Graph.build("sizes", graph -> {
            graph.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("time")));
            Sizes sizes = new Sizes(List.of(TIME), graph);
            assertThat(sizes.name(14, 22)).contains("2*time");
            assertThat(sizes.name(6, 10)).contains("time-1");
            assertThat(sizes.name(13, 21)).isEmpty();
            graph.output(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("time")));
        });
    }

    @Test
    void expressionIsEmittedOnce() {
        Graph built = Graph.build("sizes", graph -> {
            graph.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", "time")));
            Sizes sizes = new Sizes(List.of(BATCH, TIME), graph);
            Sizes.Expression size = sizes.explain("x", 42, 99);
            assertThat(sizes.emit(size)).isEqualTo(sizes.emit(size));
            String vector = sizes.vector("shape", List.of(size, 5L, size));
            graph.output(ValueInfo.of(vector, DataType.INT64, Shape.of(3)));
        });
        assertThat(built.nodes().stream().map(Node::opType))
                .containsExactly("Shape", "Gather", "Gather", "Mul", "Mul", "Concat");
    }

    @Test
    void symbolHasTwoSizes() {
        assertThatThrownBy(() -> new Symbol("batch", "x", 0, 2, 2)).hasMessageContaining("different ones");
        assertThatThrownBy(() -> new Symbol("batch", "x", 0, 0, 2)).hasMessageContaining("at least 1");
    }
}
