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

class FuseHardSwishTest {

    private static Graph fuse(String body, long opset) {
        String text = "x: float[batch, 4]\n" + body.replace("; ", "\n") + "\nreturn y: float[batch, 4]";
        OnnxModel model = OnnxModel.of(
                GraphText.graph(text, b -> {
                    b.initializer("zero", Tensor.scalar(0f));
                    b.initializer("three", Tensor.ofFloats(new float[] {3}, 1));
                    b.initializer("six", Tensor.scalar(6f));
                    b.initializer("sixth", Tensor.scalar(1f / 6));
                }),
                opset);
        return Passes.run(new FuseHardSwish(), model).graph();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = Add(x, three); c = Clip(a, zero, six); m = Mul(x, c); y = Div(m, six)",
                "a = Add(three, x); c = Clip(a, zero, six); m = Mul(c, x); y = Mul(sixth, m)",
                "a = Add(x, three); c = Clip(a, zero, six); d = Div(c, six); y = Mul(x, d)",
                "a = Add(x, three); c = Clip(a, zero, six); d = Mul(c, sixth); y = Mul(d, x)"
            })
    void isOneOperatorWhereTheOpsetHasIt(String spelled) {
        assertThat(fuse(spelled, 14)).hasToString("y = HardSwish(x)");
        assertThat(fuse(spelled, 13)).hasToString("c_sixth = HardSigmoid(x)\ny = Mul(x, c_sixth)");
    }

    @Test
    void productWithTheSigmoidIsTheSwish() {
        String text = "s = HardSigmoid(x) alpha=0.16666667 beta=0.5; y = Mul(x, s)";
        assertThat(fuse(text, 17)).hasToString("y = HardSwish(x)");
        assertThat(fuse(text, 11).nodes()).hasSize(2);
    }

    @Test
    void boundsMayBeAttributes() {
        assertThat(fuse("a = Add(x, three); c = Clip(a) min=0.0 max=6.0; m = Mul(x, c); y = Div(m, six)", 10))
                .hasToString("c_sixth = HardSigmoid(x)\ny = Mul(x, c_sixth)");
    }

    @Test
    void gateOfAnotherValueIsASigmoid() {
        assertThat(fuse("r = Relu(x); a = Add(r, three); c = Clip(a, zero, six); d = Div(c, six); y = Mul(x, d)", 17))
                .hasToString("r = Relu(x)\nd = HardSigmoid(r)\ny = Mul(x, d)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = Add(x, three); c = Clip(a, zero, three); m = Mul(x, c); y = Div(m, six)",
                "a = Add(x, six); c = Clip(a, zero, six); m = Mul(x, c); y = Div(m, six)",
                "a = Add(x, three); c = Clip(a, zero, six); m = Mul(x, c); y = Div(m, three)",
                "a = Add(x, three); c = Clip(a, zero, six); d = Div(c, six); m = Mul(x, d); y = Add(m, c)",
                "s = HardSigmoid(x); y = Mul(x, s)"
            })
    void whatIsNearlyAHardSwishStays(String spelled) {
        assertThat(fuse(spelled, 17).toString()).doesNotContain("HardSwish");
    }
}
