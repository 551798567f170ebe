package dev.alambic.onnx.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeluMatchTest {

    private static Graph graph(String nodes) {
        return GraphText.graph("x: float[batch, 4]\n" + nodes.replace("; ", "\n") + "\nreturn y", b -> {
            b.initializer("half", Tensor.scalar(0.5f));
            b.initializer("one", Tensor.scalar(1f));
            b.initializer("two", Tensor.scalar(2f));
            b.initializer("three", Tensor.scalar(3f));
            b.initializer("root", Tensor.scalar(1.4142135f));
            b.initializer("inverse", Tensor.ofFloats(new float[] {0.70710677f}, 1));
            b.initializer("cube", Tensor.scalar(0.044715f));
            b.initializer("scale", Tensor.scalar(0.7978846f));
        });
    }

    private static Optional<GeluMatch> match(Graph graph) {
        Node last = graph.nodes().get(graph.nodes().size() - 1);
        return GeluMatch.ending(Values.of(graph), last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d = Div(x, root); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)",
                "d = Mul(inverse, x); e = Erf(d); a = Add(one, e); m = Mul(half, a); y = Mul(x, m)",
                "h = Mul(x, half); d = Div(x, root); e = Erf(d); a = Add(e, one); y = Mul(h, a)",
                "h = Div(x, two); d = Div(x, root); e = Erf(d); a = Add(e, one); y = Mul(a, h)",
                "d = Div(x, root); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Div(m, two)"
            })
    void theExactFormMayHaveItsFactorsInAnyOrder(String nodes) {
        Graph graph = graph(nodes);

        GeluMatch match = match(graph).orElseThrow();

        assertThat(match.x()).isEqualTo("x");
        assertThat(match.exact()).isTrue();
        assertThat(match.inner()).containsExactlyInAnyOrderElementsOf(graph.nodes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p = Pow(x, three); c = Mul(p, cube); s = Add(x, c); t = Mul(s, scale); h = Tanh(t); "
                        + "a = Add(h, one); m = Mul(x, a); y = Mul(m, half)",
                "q = Mul(x, x); p = Mul(q, x); c = Mul(cube, p); s = Add(c, x); t = Mul(scale, s); h = Tanh(t); "
                        + "a = Add(one, h); m = Mul(half, a); y = Mul(m, x)",
                "q = Mul(x, x); c = Mul(q, cube); s = Add(c, one); i = Mul(x, scale); t = Mul(i, s); h = Tanh(t); "
                        + "a = Add(h, one); m = Mul(x, half); y = Mul(m, a)"
            })
    void theApproximationMayTakeXOutOfTheBracket(String nodes) {
        Graph graph = graph(nodes);

        GeluMatch match = match(graph).orElseThrow();

        assertThat(match.exact()).isFalse();
        assertThat(match.inner()).containsExactlyInAnyOrderElementsOf(graph.nodes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d = Div(x, root); e = Erf(d); a = Add(e, two); m = Mul(x, a); y = Mul(m, half)",
                "d = Div(x, two); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)",
                "d = Div(x, root); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, two)",
                "d = Div(root, x); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)",
                "d = Div(x, root); e = Tanh(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)"
            })
    void whatIsSomethingElseIsNotFound(String nodes) {
        assertThat(match(graph(nodes))).isEmpty();
    }

    @Test
    void aPlaceWithAValueThatIsReadElsewhereIsNotFound() {
        Graph graph =
                graph("d = Div(x, root); e = Erf(d); a = Add(e, one); m = Mul(x, a); b = Neg(e); y = Mul(m, half)");

        assertThat(match(graph)).isEmpty();
    }

    @Test
    void aNumberOfHigherRankIsNoNumber() {
        Graph graph = graph("d = Div(x, root); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)")
                .edit(out -> out.initializer("half", Tensor.ofFloats(new float[] {0.5f}, 1, 1, 1)));

        assertThat(match(graph)).isEmpty();
    }

    @Test
    void replacementsDoNotOverlapAndTheLargerWins() {
        Graph graph = graph("a = Relu(x); b = Neg(a); c = Relu(b); y = Neg(c)");

        Graph replaced = Replacement.all(graph, last -> {
            int at = graph.nodes().indexOf(last);
            return last.is("Neg")
                    ? Optional.of(new Replacement(
                            graph.nodes().subList(Math.max(0, at - 2), at + 1),
                            List.of(Node.of(
                                    "Abs",
                                    List.of(graph.nodes()
                                            .get(Math.max(0, at - 2))
                                            .inputs()
                                            .get(0)),
                                    last.output()))))
                    : Optional.empty();
        });

        assertThat(replaced).hasToString("a = Relu(x)\ny = Abs(a)");
    }

    @Test
    void aGraphWithoutAPlaceIsTheSame() {
        Graph graph = graph("y = Relu(x)");

        assertThat(Replacement.all(graph, last -> Optional.empty())).isSameAs(graph);
    }
}
