package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {

    private static final String CONSTANTS = """
            two = Constant() value_floats=[2.0]
            one = Constant() value_floats=[1.0]
            half = Constant() value_floats=[0.5]
            pair = Constant() value_floats=[2.0]
            root = Constant() value_floats=[1.4142135]
            inverse = Constant() value_floats=[0.70710677]
            tiny = Constant() value_floats=[0.01]
            """;

    private static final String LAYER_NORMALIZATION = """
            x: float[2, 3, 5]
            scale = Weight() dims=[5]
            bias = Weight() dims=[5]
            m = ReduceMean(x) axes=[-1]
            d = Sub(x, m)
            s = Pow(d, two)
            v = ReduceMean(s) axes=[-1]
            e = Add(v, tiny)
            r = Sqrt(e)
            n = Div(d, r)
            g = Mul(n, scale)
            y = Add(g, bias)
            return y
            """ + CONSTANTS;

    private static List<String> evaluated(OnnxModel model, String... others) {
        List<String> outputs = Stream.concat(Stream.of("y"), Stream.of(others)).toList();
        return Fusion.of(Source.of(model, outputs)).nodes().stream()
                .map(Node::opType)
                .toList();
    }

    @Test
    void layerNormalizationIsOneNode() {
        OnnxModel model = Layers.model(17, LAYER_NORMALIZATION);
        assertThat(evaluated(model)).containsExactly("LayerNormalization");
        Conformance.of(model).holds();
    }

    @Test
    void theDifferenceFromTheMeanMayBeComputedTwice() {
        String twice = LAYER_NORMALIZATION
                .replace("s = Pow(d, two)", "d2 = Sub(x, m)\ns = Mul(d2, d2)")
                .replace("e = Add(v, tiny)", "e = Add(tiny, v)")
                .replace("g = Mul(n, scale)", "g = Mul(scale, n)");
        OnnxModel model = Layers.model(17, twice);
        assertThat(evaluated(model)).containsExactly("LayerNormalization");
        Conformance.of(model).holds();
    }

    @ParameterizedTest
    @CsvSource({
        "axes=[-1], axes=[-2]",
        "'Pow(d, two)', 'Pow(d, one)'",
        "'Div(d, r)', 'Div(r, d)'",
        "'Sub(x, m)', 'Sub(m, x)'",
        "'Mul(n, scale)', 'Mul(n, n)'",
        "'return y', 'return y; v'"
    })
    void whatIsSomethingElseStaysAsItIs(String part, String other) {
        String text = LAYER_NORMALIZATION.replaceFirst(java.util.regex.Pattern.quote(part), other);
        OnnxModel model = Layers.model(17, text);
        List<String> outputs = text.contains("; v") ? List.of("y", "v") : List.of("y");
        assertThat(Fusion.of(Source.of(model, outputs)).nodes())
                .noneMatch(node -> node.opType().equals("LayerNormalization"));
        Conformance.of(model).outputsAgree();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d = Div(x, root)\ne = Erf(d)\na = Add(e, one)\nm = Mul(x, a)\ny = Mul(m, half)",
                "d = Mul(inverse, x)\ne = Erf(d)\na = Add(one, e)\nm = Mul(half, a)\ny = Mul(x, m)",
                "h = Mul(x, half)\nd = Div(x, root)\ne = Erf(d)\na = Add(e, one)\ny = Mul(h, a)",
                "h = Div(x, pair)\nd = Div(x, root)\ne = Erf(d)\na = Add(e, one)\ny = Mul(a, h)",
                "d = Mul(x, inverse)\ne = Erf(d)\na = Add(e, one)\nm = Mul(a, x)\ny = Div(m, pair)"
            })
    void geluIsOneNode(String nodes) {
        OnnxModel model = Layers.model(17, "x: float[3, 5]\n" + nodes + "\nreturn y\n" + CONSTANTS);
        assertThat(evaluated(model)).containsExactly("Gelu");
        Conformance.of(model).holds();
        OnnxModel other =
                Layers.model(17, "x: float[3, 5]\n" + nodes.replace("one", "two") + "\nreturn y\n" + CONSTANTS);
        assertThat(evaluated(other)).hasSizeGreaterThan(1);
        Conformance.of(other).holds();
    }

    @Test
    void axesMayBeCountedFromTheStartWhereTheRankIsKnown() {
        OnnxModel model = Layers.model(17, LAYER_NORMALIZATION.replace("axes=[-1]", "axes=[2]"));
        assertThat(evaluated(model)).containsExactly("LayerNormalization");
        Conformance.of(model).holds();
    }

    /** The result of such a factor has more axes than x. */
    @Test
    void aNumberOfHigherRankIsMultipliedAsItIs() {
        OnnxModel model = Layers.model(17, """
                        x: float[3, 5]
                        d = Div(x, root)
                        e = Erf(d)
                        a = Add(e, one)
                        m = Mul(x, a)
                        y = Mul(m, half)
                        return y
                        """ + CONSTANTS)
                .mapGraph(graph ->
                        graph.edit(out -> out.initializer("half", Tensor.ofFloats(new float[] {0.5f}, 1, 1, 1))));
        assertThat(evaluated(model)).hasSize(5);
        Conformance.of(model).outputsAgree();
    }

    @Test
    void aProductAndItsBiasAreOneNode() {
        OnnxModel model = Layers.model(17, """
                x: float[2, 3, 5]
                w = Weight() dims=[5,4]
                b = Weight() dims=[4]
                p = MatMul(x, w)
                y = Add(b, p)
                return y
                """);
        assertThat(evaluated(model)).containsExactly("Linear");
        Conformance.of(model).holds();
        assertThat(evaluated(model, "p")).containsExactly("MatMul", "Add");
    }
}
