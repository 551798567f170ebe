package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropIdentitiesTest {

    private static String after(String text) {
        OnnxModel model = GraphText.model(text, b -> {
            b.initializer("flat", Tensor.ofLongs(new long[] {0, -1}, 2));
            b.initializer("rows", Tensor.ofLongs(new long[] {-1, 4}, 2));
            b.initializer("zero", Tensor.scalar(0f));
            b.initializer("one", Tensor.ofFloats(new float[] {1}, 1));
            b.initializer("row", Tensor.ofFloats(new float[3], 3));
            b.initializer("none", Tensor.ofLongs(new long[4], 4));
            b.initializer("some", Tensor.ofLongs(new long[] {0, -1, 0, 1}, 4));
            b.initializer("first", Tensor.ofLongs(new long[] {0, 0}, 2));
            b.initializer("last", Tensor.ofLongs(new long[] {Long.MAX_VALUE, Integer.MAX_VALUE}, 2));
            b.initializer("far", Tensor.ofLongs(new long[] {-1, 0}, 2));
            b.initializer("low", Tensor.ofLongs(new long[] {Long.MIN_VALUE, 1}, 2));
            b.initializer("all", Tensor.ofLongs(new long[] {0, 1}, 2));
            b.initializer("back", Tensor.ofLongs(new long[] {-1, 1}, 2));
            b.initializer("narrow", Tensor.ofLongs(new long[] {1, 4}, 2));
            b.initializer("once", Tensor.ofLongs(new long[] {1, 1}, 2));
            b.initializer("second", Tensor.ofLongs(new long[] {1}, 1));
        });
        return Passes.run(new DropIdentities(), model).graph().toString();
    }

    @Test
    void identityDropoutAndCastToTheSameTypeGo() {
        assertThat(after("""
                                x: float[batch, 4]
                                a = Identity(x)
                                b = Dropout(a)
                                c = Cast(b) to=1
                                y = Relu(c)
                                return y: float[batch, 4]
                                """)).isEqualTo("y = Relu(x)");
    }

    @Test
    void outputKeepsItsNameWhenItsIdentityGoes() {
        assertThat(after("""
                                x: float[batch, 4]
                                a = Relu(x)
                                b = Neg(a)
                                y = Identity(a)
                                return y: float[batch, 4]; b: float[batch, 4]
                                """)).isEqualTo("y = Relu(x)\nb = Neg(y)");
    }

    @Test
    void identityBetweenInputAndOutputStays() {
        assertThat(after("""
                                x: float[batch, 4]
                                y = Identity(x)
                                return y: float[batch, 4]
                                """)).isEqualTo("y = Identity(x)");
    }

    @Test
    void transposeAndItsInverseGo() {
        assertThat(after("""
                                x: float[batch, 3, 4]
                                t = Transpose(x) perm=[0,2,1]
                                u = Transpose(t) perm=[0,2,1]
                                y = Relu(u)
                                return y: float[batch, 3, 4]
                                """)).contains("y = Relu(x)");
    }

    @Test
    void flattenAndReshapeOfAMatrixGo() {
        assertThat(after("""
                                x: float[batch, 4]
                                f = Flatten(x)
                                r = Reshape(f, flat)
                                y = Relu(r)
                                return y: float[batch, 4]
                                """)).isEqualTo("y = Relu(x)");
    }

    @Test
    void secondOfTwoReshapesReadsPastTheFirst() {
        assertThat(after("""
                                x: float[batch, 2, 2]
                                f = Flatten(x)
                                y = Reshape(f, rows)
                                return y: float[batch, 4]
                                """)).endsWith("y = Reshape(x, rows)");
    }

    @Test
    void reshapeThatOnlyHappensToFitStays() {
        // both symbols are bound to the same size when the pass looks at extents
        assertThat(after("""
                                x: float[batch, width]
                                f = Reshape(x, rows)
                                y = Relu(f)
                                return y
                                """)).startsWith("f = Reshape(x, rows)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Add(x, zero)",
                "Add(zero, x)",
                "Sub(x, zero)",
                "Mul(one, x)",
                "Div(x, one)",
                "Pow(x, one)",
                "Concat(x) axis=1",
                "Sum(x)",
                "Max(x)",
                "Pad(x, none)",
                "Slice(x, first, last)",
                "Expand(x, narrow)",
                "Tile(x, once)",
                "Transpose(x) perm=[0,1]"
            })
    void nodeThatGivesItsInputBackGoes(String call) {
        assertThat(after("""
                                x: float[batch, 4]
                                a = %s
                                y = Relu(a)
                                return y: float[batch, 4]
                                """.formatted(call))).isEqualTo("y = Relu(x)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sub(zero, x)", "Div(one, x)", "Add(x, row)", "Slice(x, far, low, all, back)", "Pad(x, some)"})
    void nodeThatChangesSomethingStays(String call) {
        assertThat(after("""
                                x: float[batch, 1]
                                a = %s
                                y = Relu(a)
                                return y
                                """.formatted(call))).endsWith("y = Relu(a)");
    }

    @Test
    void squeezeAndItsInverseGo() {
        assertThat(after("""
                                x: float[batch, 1, 4]
                                a = Squeeze(x, second)
                                b = Unsqueeze(a, second)
                                y = Relu(b)
                                return y
                                """)).endsWith("y = Relu(x)");
    }

    @Test
    void castsInARowAreOneWhereTheFirstLosesNothing() {
        assertThat(after("""
                                x: int32[batch]
                                a = Cast(x) to=7
                                b = Cast(a) to=6
                                c = Cast(x) to=1
                                d = Cast(c) to=7
                                y = Neg(b)
                                return y; d
                                """)).endsWith("c = Cast(x)\nd = Cast(c)\ny = Neg(x)");
    }

    @Test
    void transpositionsInARowAreOne() {
        assertThat(after("""
                                x: float[batch, 3, 4]
                                t = Transpose(x) perm=[0,2,1]
                                y = Transpose(t) perm=[2,0,1]
                                return y
                                """)).endsWith("y = Transpose(x)");
    }
}
