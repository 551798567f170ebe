package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class ConstantsToInitializersTest {

    @Test
    void constantNodesBecomeInitializers() {
        OnnxModel model = GraphText.model("""
                x: float[2, 3]
                k = Constant() value_float=2.5
                s = Constant() value_ints=[3,-1]
                m = Mul(x, k)
                y = Reshape(m, s)
                return y: float[3, 2]
                """, b -> {});

        OnnxModel made = Passes.run(new ConstantsToInitializers(), model);

        assertThat(made.graph()).hasToString("m = Mul(x, k)\ny = Reshape(m, s)");
        assertThat(made.graph().initializer("k")).contains(Tensor.scalar(2.5f));
        assertThat(made.graph().initializer("s")).contains(Tensor.ofLongs(new long[] {3, -1}, 2));
    }
}
