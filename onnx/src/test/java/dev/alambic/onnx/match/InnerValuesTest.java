package dev.alambic.onnx.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InnerValuesTest {

    private static final Graph RESIDUAL = GraphText.graph("""
            x: float[b, 4, 8, 8]
            a = Conv(x, w)
            r = Relu(a)
            c = Conv(r, w)
            s = Add(c, r)
            t = Relu(s)
            d = Conv(t, w)
            y = Add(d, t)
            return y
            """);

    private static final Graph ATTENTION = GraphText.graph("""
            q: float[b, 2, 5, 5]
            m: float[b, 1, 1, 5]
            n = Neg(m)
            p = Neg(q)
            s = Add(p, n)
            a = Softmax(s) axis=-1
            v = MatMul(a, p)
            u = Add(v, p)
            l = LayerNormalization(u, scale, bias)
            y = Relu(l)
            return y
            """);

    @Test
    void sumsWithWhatWentAroundAreFeaturesBehindTheirActivation() {
        assertThat(InnerValues.of(RESIDUAL).of(ValueKind.FEATURES)).containsExactly("t");
        assertThat(InnerValues.of(RESIDUAL).names()).containsExactly("a", "r", "c", "s", "t", "d", "y");
    }

    @Test
    void normalizedValuesAreFeaturesAndWhatSoftmaxGivesIsAttention() {
        assertThat(InnerValues.of(ATTENTION).of(ValueKind.FEATURES)).containsExactly("l");
        assertThat(InnerValues.of(ATTENTION).of(ValueKind.ATTENTION)).containsExactly("a");
    }

    @Test
    void withoutSumsActivationsAreFeatures() {
        Graph plain = GraphText.graph("x: float[b, 4]\nh = Relu(x)\nk = Tanh(h)\ny = Neg(k)\nreturn y");
        assertThat(InnerValues.of(plain).of(ValueKind.FEATURES)).containsExactly("h", "k");
    }

    @ParameterizedTest
    @CsvSource({
        "/layer4/layer4.1/conv1/Conv, layer4.1.conv1.Conv",
        "/encoder/layer.2/output/LayerNorm/Add_1, encoder.layer.2.output.LayerNorm.Add_1",
        "/Relu, Relu"
    })
    void scopesOfANodeAreItsPath(String node, String path) {
        assertThat(InnerValues.path(node)).isEqualTo(path);
    }

    @Test
    void theLastValueOfABlockIsFoundByItsPath() {
        Graph named = Graph.build("named", out -> {
            out.node(Node.of("Relu", List.of("x"), "p").withName("/layer4/layer4.0/relu/Relu"));
            out.node(Node.of("Neg", List.of("p"), "q").withName("/layer4/layer4.1/neg/Neg"));
            out.node(Node.of("Neg", List.of("q"), "r").withName("/head/Neg"));
        });
        InnerValues values = InnerValues.of(named);
        assertThat(values.find("layer4.0")).contains("p");
        assertThat(values.find("layer4")).contains("q");
        assertThat(values.find("r")).contains("r");
        assertThat(values.find("layer5")).isEmpty();
        assertThat(values.hint("pq")).isEqualTo(" (expected one of its 3 values)");
    }
}
