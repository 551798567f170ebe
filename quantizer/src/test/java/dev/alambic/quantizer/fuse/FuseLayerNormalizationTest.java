package dev.alambic.quantizer.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuseLayerNormalizationTest {

    private static final String PYTORCH = """
            x: float[batch, tokens, 8]
            m = ReduceMean(x) axes=[-1]
            d = Sub(x, m)
            p = Pow(d, two)
            v = ReduceMean(p) axes=[-1]
            e = Add(v, epsilon)
            r = Sqrt(e)
            q = Div(d, r)
            s = Mul(q, scale)
            y = Add(s, bias)
            return y: float[batch, tokens, 8]
            """;

    private static Graph fuse(String text, long opset) {
        Weights weights = new Weights(5);
        OnnxModel model = OnnxModel.of(
                GraphText.graph(text, b -> {
                    b.initializer("two", Tensor.scalar(2f));
                    b.initializer("epsilon", Tensor.scalar(1e-5f));
                    b.initializer("last", Tensor.ofLongs(new long[] {-1}, 1));
                    b.initializer("scale", weights.tensor(8));
                    b.initializer("bias", weights.tensor(8));
                }),
                opset);
        return Passes.run(new FuseLayerNormalization(), model).graph();
    }

    @Test
    void isOneNodeFromOpset17On() {
        Graph fused = fuse(PYTORCH, 17);

        assertThat(fused).hasToString("y = LayerNormalization(x, scale, bias)");
        assertThat(fused.nodes().get(0).intAttribute("axis", 0)).isEqualTo(-1);
        assertThat(fused.nodes().get(0).floatAttribute("epsilon", 0)).isEqualTo(1e-5f);
        assertThat(fuse(PYTORCH, 16).nodes()).hasSize(9);
    }

    @Test
    void axesMayBeAnInput() {
        String text = PYTORCH.replace("(x) axes=[-1]", "(x, last)").replace("(p) axes=[-1]", "(p, last)");

        assertThat(fuse(text, 18)).hasToString("y = LayerNormalization(x, scale, bias)");
    }

    @Test
    void operandsMayStandTheOtherWayRound() {
        String text = PYTORCH.replace("Pow(d, two)", "Mul(d, d)")
                .replace("Mul(q, scale)", "Mul(scale, q)")
                .replace("Add(s, bias)", "Add(bias, s)")
                .replace("axes=[-1]", "axes=[2]");

        assertThat(fuse(text, 17)).hasToString("y = LayerNormalization(x, scale, bias)");
    }

    @Test
    void differenceMayBeTakenTwice() {
        String text = PYTORCH.replace("p = Pow(d, two)", "f = Sub(x, m)\np = Pow(f, two)");

        assertThat(fuse(text, 17)).hasToString("y = LayerNormalization(x, scale, bias)");
    }

    @ParameterizedTest
    @CsvSource({
        "'(p) axes=[-1]','(p) axes=[1]'",
        "'return y','return q; y'",
        "'Div(d, r)','Div(x, r)'",
        "'Sub(x, m)','Sub(m, x)'"
    })
    void whatIsNearlyANormalizationStays(String part, String other) {
        assertThat(fuse(PYTORCH.replace(part, other), 17).nodes()).hasSize(9);
    }
}
