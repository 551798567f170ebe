package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class MergeDuplicatesTest {

    private static OnnxModel merge(String text) {
        Weights weights = new Weights(3);
        Tensor table = weights.tensor(64, 64);
        return Passes.run(new MergeDuplicates(), GraphText.model(text, b -> {
            b.initializer("two", Tensor.scalar(2f));
            b.initializer("alsoTwo", Tensor.scalar(2f));
            b.initializer("axis", Tensor.ofLongs(new long[] {1}, 1));
            b.initializer("alsoAxis", Tensor.ofLongs(new long[] {1}, 1));
            b.initializer("table", table);
            b.initializer("tied", table);
        }));
    }

    @Test
    void sameCallIsMadeOnce() {
        assertThat(merge("""
                x: float[batch, 4]
                a = Pow(x, two)
                b = Pow(x, alsoTwo)
                c = Neg(a)
                d = Neg(b)
                y = Add(c, d)
                return y: float[batch, 4]
                """).graph()).hasToString("a = Pow(x, two)\nc = Neg(a)\ny = Add(c, c)");
    }

    @Test
    void otherAttributesAreAnotherCall() {
        assertThat(merge("""
                x: float[batch, 4, 4]
                a = Softmax(x) axis=1
                b = Softmax(x) axis=2
                y = Add(a, b)
                return y
                """).graph().nodes()).hasSize(3);
    }

    @Test
    void randomNumbersAreDrawnTwice() {
        assertThat(merge("""
                x: float[batch, 4]
                a = RandomUniformLike(x) low=1.0 high=1.0
                b = RandomUniformLike(x) low=1.0 high=1.0
                y = Add(a, b)
                return y
                """).graph().nodes()).hasSize(3);
    }

    @Test
    void outputsKeepTheirNames() {
        assertThat(merge("""
                x: float[batch, 4]
                a = Relu(x)
                y = Relu(x)
                z = Relu(x)
                return y; z
                """).graph()).hasToString("y = Relu(x)\nz = Relu(x)");
    }

    @Test
    void everyOutputOfAMergedCallIsLedOn() {
        assertThat(merge("""
                x: float[batch, 4]
                a, b = Split(x) axis=1
                c, d = Split(x) axis=1
                e = Mul(a, d)
                y = Add(e, c)
                return y
                """).graph().toString()).endsWith("e = Mul(a, b)\ny = Add(e, a)");
    }

    @Test
    void equalTablesAndAxesAreStoredOnceButScalarsStayApart() {
        OnnxModel made = merge("""
                x: float[batch, 64]
                p = MatMul(x, table)
                q = MatMul(p, tied)
                m = Mul(q, two)
                n = Mul(m, alsoTwo)
                s = Unsqueeze(n, alsoAxis)
                r = Squeeze(s, axis)
                return r
                """);

        assertThat(made.graph().initializers().keySet()).containsExactly("two", "alsoTwo", "axis", "table");
    }
}
