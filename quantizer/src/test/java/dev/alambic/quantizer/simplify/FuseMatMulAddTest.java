package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class FuseMatMulAddTest {

    private static String after(String text) {
        Weights weights = new Weights(17);
        OnnxModel model = GraphText.model(text, b -> {
            b.initializer("w", weights.tensor(4, 3));
            b.initializer("b", weights.tensor(3));
        });
        return Passes.run(new FuseMatMulAdd(), model).graph().toString();
    }

    @Test
    void productAndBiasBecomeGemm() {
        assertThat(after("""
                                x: float[batch, 4]
                                m = MatMul(x, w)
                                y = Add(b, m)
                                return y: float[batch, 3]
                                """)).isEqualTo("y = Gemm(x, w, b)");
    }

    @Test
    void productThatIsReadTwiceKeepsItsAdd() {
        assertThat(after("""
                                x: float[batch, 4]
                                m = MatMul(x, w)
                                a = Add(m, b)
                                y = Mul(a, m)
                                return y: float[batch, 3]
                                """)).isEqualTo("m = Gemm(x, w)\na = Add(m, b)\ny = Mul(a, m)");
    }

    @Test
    void productOfHigherRankStays() {
        assertThat(after("""
                                x: float[batch, 2, 4]
                                m = MatMul(x, w)
                                y = Add(m, b)
                                return y: float[batch, 2, 3]
                                """)).isEqualTo("m = MatMul(x, w)\ny = Add(m, b)");
    }
}
