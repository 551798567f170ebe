package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.pass.Passes;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldBatchNormTest {
    private final Weights weights = new Weights(13);

    private OnnxModel model(String body) {
        return GraphText.model(body, b -> {
            b.initializer("w", weights.tensor(4, 4));
            b.initializer("k", weights.tensor(4, 4, 3, 3));
            b.initializer("b", weights.tensor(4));
            weights.batchNorm(b, "n", 4);
        });
    }

    private static OnnxModel fold(OnnxModel model) {
        OnnxModel made = Passes.run(new FoldBatchNorm(), model);
        assertThat(made.graph().nodes()).extracting(Node::opType).doesNotContain("BatchNormalization");
        return made;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv(x, k, b) pads=[1,1,1,1]",
                "Conv(x, k)",
                "ConvTranspose(x, k, b) strides=[2,2]",
                "ConvTranspose(x, k)"
            })
    void goesIntoTheConvBeforeIt(String conv) {
        fold(model("""
                x: float[batch, 4, 5, 5]
                c = %s
                y = BatchNormalization(c, n.scale, n.bias, n.mean, n.var)
                return y
                """.formatted(conv)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Gemm(x, w, b) transB=1 alpha=0.5 beta=2.0", "Gemm(x, w, b)", "Gemm(x, w)", "Gemm(x, w) transB=1"
            })
    void goesIntoTheGemmBeforeIt(String gemm) {
        fold(model("""
                x: float[batch, 4]
                c = %s
                y = BatchNormalization(c, n.scale, n.bias, n.mean, n.var)
                return y: float[batch, 4]
                """.formatted(gemm)));
    }

    @Test
    void staysWhereTheConvIsReadElsewhereToo() {
        OnnxModel model = model("""
                x: float[batch, 4, 5, 5]
                c = Conv(x, k)
                n = BatchNormalization(c, n.scale, n.bias, n.mean, n.var)
                y = Add(c, n)
                return y
                """);

        var result = Pipeline.of(List.of(new FoldBatchNorm())).run(model);

        assertThat(result.model()).isSameAs(model);
        assertThat(result.notes()).containsExactly("BatchNormalization 'n' stays: nothing before it can take it in");
    }
}
