package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class ShortenNamesTest {

    @Test
    void innerNamesBecomeLettersAndThoseOfTheInterfaceStay() {
        OnnxModel model = GraphText.model("""
                a: float[batch, 2]
                layer.1.product = Mul(a, layer.1.weight)
                logits = Relu(layer.1.product)
                return logits: float[batch, 2]
                """, b -> b.initializer("layer.1.weight", Tensor.scalar(2f)));

        OnnxModel made = Passes.run(new ShortenNames(), model);

        assertThat(made.graph()).hasToString("c = Mul(a, b)\nlogits = Relu(c)");
        assertThat(made.graph().nodes())
                .allSatisfy(node -> assertThat(node.name()).isEmpty());
    }
}
