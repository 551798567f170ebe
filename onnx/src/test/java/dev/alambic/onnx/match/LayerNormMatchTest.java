package dev.alambic.onnx.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormMatchTest {

    private static final String SPELLED_OUT = """
            x: float[batch, 3, 8]
            m = ReduceMean(x) axes=[-1]
            d = Sub(x, m)
            p = Pow(d, two)
            v = ReduceMean(p) axes=[-1]
            e = Add(v, epsilon)
            r = Sqrt(e)
            q = Div(d, r)
            s = Mul(q, scale)
            y = Add(s, bias)
            return y
            """;

    private static Graph graph(String text) {
        return GraphText.graph(text, b -> {
            b.initializer("two", Tensor.scalar(2f));
            b.initializer("epsilon", Tensor.scalar(0.01f));
            b.initializer("last", Tensor.ofLongs(new long[] {-1}, 1));
            b.initializer("scale", Tensor.ofFloats(new float[8], 8));
            b.initializer("bias", Tensor.ofFloats(new float[8], 8));
            b.initializer("short", Tensor.ofFloats(new float[1], 1));
            b.initializer("table", Tensor.ofFloats(new float[24], 3, 8));
        });
    }

    private static Optional<LayerNormMatch> match(Graph graph, boolean shapes) {
        Node last = graph.nodes().get(graph.nodes().size() - 1);
        Shape shape = Shape.symbolic("batch", 3L, 8L);
        return LayerNormMatch.ending(
                Values.of(graph), last, value -> shapes && value.equals("x") ? Optional.of(shape) : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isFoundWhetherShapesAreKnownOrNot(boolean shapes) {
        Graph graph = graph(SPELLED_OUT);

        LayerNormMatch match = match(graph, shapes).orElseThrow();

        assertThat(match.x()).isEqualTo("x");
        assertThat(match.scale()).isEqualTo("scale");
        assertThat(match.bias()).isEqualTo("bias");
        assertThat(match.axes()).isEqualTo(1);
        assertThat(match.epsilon()).isEqualTo(0.01f);
        assertThat(match.inner())
                .containsExactlyInAnyOrderElementsOf(graph.nodes().subList(0, 8));
    }

    @Test
    void operandsMayStandTheOtherWayRoundAndTheDifferenceBeTakenTwice() {
        String text = SPELLED_OUT
                .replace("p = Pow(d, two)", "f = Sub(x, m)\np = Mul(f, f)")
                .replace("Add(v, epsilon)", "Add(epsilon, v)")
                .replace("Mul(q, scale)", "Mul(scale, q)")
                .replace("Add(s, bias)", "Add(bias, s)");

        assertThat(match(graph(text), true).orElseThrow().inner()).hasSize(9);
    }

    @Test
    void axesCountedFromTheStartNeedTheRank() {
        String text = SPELLED_OUT.replace("axes=[-1]", "axes=[2]");

        assertThat(match(graph(text), true)).isPresent();
        assertThat(match(graph(text), false)).isEmpty();
    }

    @Test
    void severalAxesAreFoundByTheirRank() {
        String text = SPELLED_OUT
                .replace("axes=[-1]", "axes=[-2,-1]")
                .replace("scale", "table")
                .replace("bias", "table");

        assertThat(match(graph(text), true).orElseThrow().axes()).isEqualTo(2);
    }

    @Test
    void aScaleThatIsShorterThanTheRowIsRefusedWhereTheShapeIsKnown() {
        assertThat(match(graph(SPELLED_OUT.replace("scale", "short")), true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'ReduceMean(x) axes=[-1]', 'ReduceMean(x) axes=[-2]'",
        "'ReduceMean(p) axes=[-1]', 'ReduceMean(p) axes=[-1] keepdims=0'",
        "'Pow(d, two)', 'Pow(d, epsilon)'",
        "'Div(d, r)', 'Div(r, d)'",
        "'Sub(x, m)', 'Sub(m, x)'",
        "'Mul(q, scale)', 'Mul(q, x)'",
        "'return y', 'return y; v'"
    })
    void whatIsSomethingElseIsNotFound(String part, String other) {
        assertThat(match(graph(SPELLED_OUT.replace(part, other)), true)).isEmpty();
    }
}
