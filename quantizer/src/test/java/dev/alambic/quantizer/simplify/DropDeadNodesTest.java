package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class DropDeadNodesTest {

    @Test
    void whatLeadsNowhereGoesWithItsWeights() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                z: float[batch, 2]
                a = Mul(x, k)
                d = Mul(a, unused)
                e = Relu(d)
                y = Neg(a)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("k", Tensor.scalar(2f));
            b.initializer("unused", Tensor.scalar(3f));
        });

        OnnxModel made = Passes.run(new DropDeadNodes(), model);

        assertThat(made.graph()).hasToString("a = Mul(x, k)\ny = Neg(a)");
        assertThat(made.graph().initializers()).containsOnlyKeys("k");
        assertThat(made.graph().inputs()).as("the interface stays").hasSize(2);
    }
}
