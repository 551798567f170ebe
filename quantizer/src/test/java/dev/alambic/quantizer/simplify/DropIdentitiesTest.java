package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import org.junit.jupiter.api.Test;

class DropIdentitiesTest {

    private static String after(String text) {
        OnnxModel model = GraphText.model(text, b -> {
            b.initializer("flat", Tensor.ofLongs(new long[] {0, -1}, 2));
            b.initializer("rows", Tensor.ofLongs(new long[] {-1, 4}, 2));
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
}
