package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {

    @Test
    void chainOfConstantsBecomesOneInitializer() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                s = Add(a, b)
                t = Neg(s)
                y = Mul(x, t)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("a", Tensor.ofFloats(new float[] {1, 2}, 2));
            b.initializer("b", Tensor.ofFloats(new float[] {3, 5}, 2));
        });

        OnnxModel made = Passes.run(new FoldConstants(), model);

        assertThat(made.graph()).hasToString("y = Mul(x, t)");
        assertThat(made.graph().initializer("t")).contains(Tensor.ofFloats(new float[] {-4, -7}, 2));
    }

    @Test
    void storedHalfWeightIsNotWidenedAgain() {
        OnnxModel model = GraphText.model(
                """
                x: float[batch, 2]
                w = Cast(h) to=1
                y = MatMul(x, w)
                return y: float[batch, 2]
                """, b -> b.initializer("h", Tensor.ofFloats(DataType.FLOAT16, new float[] {1, 2, 3, 4}, 2, 2)));

        assertThat(Passes.run(new FoldConstants(), model)).isSameAs(model);
    }

    @Test
    void resultThatIsTooLargeForTheFileStaysComputed() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 1]
                big = Expand(one, shape)
                y = Mul(x, big)
                return y
                """, b -> {
            b.initializer("one", Tensor.scalar(1f));
            b.initializer("shape", Tensor.ofLongs(new long[] {1, 300_000}, 2));
        });

        assertThat(Passes.run(new FoldConstants(), model)).isSameAs(model);
    }

    @Test
    void maskThatTheGraphComputesIsNotStored() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 64]
                big = Expand(one, shape)
                y = Mul(x, big)
                return y
                """, b -> {
            b.initializer("one", Tensor.scalar(1f));
            b.initializer("shape", Tensor.ofLongs(new long[] {64, 64}, 2));
        });

        assertThat(Passes.run(new FoldConstants(), model)).isSameAs(model);
    }

    @Test
    void transposeOfAWeightIsStoredInItsPlace() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 64]
                t = Transpose(w)
                y = MatMul(x, t)
                return y
                """, b -> b.initializer("w", Tensor.ofFloats(new float[64 * 64], 64, 64)));

        assertThat(Passes.run(new FoldConstants(), model).graph()).hasToString("y = MatMul(x, t)");
    }

    @Test
    void transposeOfAWeightThatIsReadAsItIsElsewhereStays() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 64]
                t = Transpose(w)
                u = MatMul(x, t)
                y = MatMul(u, w)
                return y
                """, b -> b.initializer("w", Tensor.ofFloats(new float[64 * 64], 64, 64)));

        assertThat(Passes.run(new FoldConstants(), model)).isSameAs(model);
    }
}
