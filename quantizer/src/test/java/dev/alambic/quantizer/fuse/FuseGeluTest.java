package dev.alambic.quantizer.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FuseGeluTest {

    private static Graph fuse(String body, long opset) {
        String text = "x: float[batch, 4]\n" + body.replace("; ", "\n") + "\nreturn y: float[batch, 4]";
        OnnxModel model = OnnxModel.of(
                GraphText.graph(text, b -> {
                    b.initializer("one", Tensor.scalar(1f));
                    b.initializer("half", Tensor.scalar(0.5f));
                    b.initializer("two", Tensor.scalar(2f));
                    b.initializer("three", Tensor.scalar(3f));
                    b.initializer("root2", Tensor.scalar((float) Math.sqrt(2)));
                    b.initializer("rootHalf", Tensor.scalar((float) Math.sqrt(0.5)));
                    b.initializer("k", Tensor.scalar((float) Math.sqrt(2 / Math.PI)));
                    b.initializer("cube", Tensor.scalar(0.044715f));
                }),
                opset);
        return Passes.run(new FuseGelu(), model).graph();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d = Div(x, root2); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)",
                "d = Mul(rootHalf, x); e = Erf(d); a = Add(one, e); m = Mul(a, half); y = Mul(m, x)",
                "d = Div(x, root2); e = Erf(d); a = Add(e, one); h = Mul(x, half); y = Mul(h, a)",
                "d = Div(x, root2); e = Erf(d); a = Add(e, one); h = Div(x, two); y = Mul(a, h)"
            })
    void errorFunctionFormIsOneNode(String spelled) {
        assertThat(fuse(spelled, 20)).hasToString("y = Gelu(x)");
        assertThat(fuse(spelled, 19).nodes()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p = Pow(x, three); c = Mul(p, cube); s = Add(x, c); u = Mul(s, k); t = Tanh(u); a = Add(t, one);"
                        + " m = Mul(x, a); y = Mul(m, half)",
                "p = Mul(x, x); q = Mul(p, x); c = Mul(cube, q); s = Add(x, c); u = Mul(k, s); t = Tanh(u);"
                        + " a = Add(one, t); h = Mul(half, x); y = Mul(h, a)",
                "p = Mul(x, x); c = Mul(cube, p); s = Add(c, one); v = Mul(x, s); u = Mul(k, v); t = Tanh(u);"
                        + " a = Add(one, t); h = Mul(half, x); y = Mul(h, a)"
            })
    void hyperbolicTangentFormIsOneNode(String spelled) {
        Graph fused = fuse(spelled, 21);

        assertThat(fused).hasToString("y = Gelu(x)");
        assertThat(fused.nodes().get(0).textAttribute("approximate", "none")).isEqualTo("tanh");
    }

    @Test
    void otherNumbersAreAnotherFunction() {
        String spelled = "d = Div(x, two); e = Erf(d); a = Add(e, one); m = Mul(x, a); y = Mul(m, half)";
        assertThat(fuse(spelled, 20).nodes()).hasSize(5);
    }

    @Test
    void valueThatIsReadElsewhereStays() {
        String spelled =
                "d = Div(x, root2); e = Erf(d); a = Add(e, one); m = Mul(x, a); h = Mul(m, half); y = Add(h, e)";
        assertThat(fuse(spelled, 20).nodes()).hasSize(6);
    }
}
