package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import java.util.Map;
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

        OnnxModel made = Passes.run(new ShortenNames(model.graph()), model);

        assertThat(made.graph()).hasToString("c = Mul(a, b)\nlogits = Relu(c)");
        assertThat(made.graph().nodes())
                .allSatisfy(node -> assertThat(node.name()).isEmpty());
        assertThat(OriginalNames.of(made).byShortName()).isEqualTo(Map.of("c", "layer.1.product"));
    }

    @Test
    void namesOfWhatAPassInventedAreForgotten() {
        OnnxModel original = GraphText.model("""
                x: float[batch, 2]
                layer.1 = Neg(x)
                layer.2 = Relu(layer.1)
                y = Neg(layer.2)
                return y: float[batch, 2]
                """, b -> {});
        OnnxModel half = GraphText.model("""
                x: float[batch, 2]
                layer.1 = Neg(x)
                layer.1_f16 = Cast(layer.1) to=10
                layer.2_f16 = Relu(layer.1_f16)
                wide = Cast(layer.2_f16) to=1
                y = Neg(wide)
                return y: float[batch, 2]
                """, b -> {});

        OnnxModel made = Passes.run(new ShortenNames(original.graph()), half);

        assertThat(made.graph()).hasToString("""
                        a = Neg(x)
                        b = Cast(a)
                        c = Relu(b)
                        d = Cast(c)
                        y = Neg(d)""");
        assertThat(OriginalNames.of(made).byShortName()).isEqualTo(Map.of("a", "layer.1", "c", "layer.2"));
    }
}
