package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatGuardTest {

    @ParameterizedTest
    @ValueSource(strings = {"a, w2, b2", "a, w2"})
    void constantWeightsOfConvTransposeAreFloatWhenTheModelRuns(String inputs) {
        Weights weights = new Weights(14);
        OnnxModel model = GraphText.model("""
                x: float[batch, 3, 8, 8]
                a = Conv(x, w1)
                t = ConvTranspose(%s) strides=[2,2]
                y = Conv(t, w3)
                return y: float[batch, 4, 16, 16]
                """.formatted(inputs), b -> {
            b.initializer("w1", weights.tensor(6, 3, 1, 1));
            b.initializer("w2", weights.tensor(6, 5, 2, 2));
            b.initializer("b2", weights.tensor(5));
            b.initializer("w3", weights.tensor(4, 5, 1, 1));
        });
        var samples = Networks.samples(model, 4, 1);

        OnnxModel made = Quantizer.int8Static(model, Calibration.of(samples)).model();

        assertThat(Fused.operators(made)).containsEntry("QLinearConv", 2L).containsEntry("ConvTranspose", 1L);
        assertThat(Fused.model(made).graph().initializers().values())
                .as("weights of ConvTranspose")
                .anyMatch(tensor -> isFloatOf(tensor, 6, 5, 2, 2));
        assertThat(Fused.error(model, made, samples)).isLessThan(0.05);
    }

    @Test
    void aBiasThatTheCallerCanOverrideIsReadAsItIs() {
        Graph graph = GraphText.graph("""
                x: float[1, 2, 3]
                b: float[4]
                y = ConvTranspose(x, w, b)
                return y
                """, b -> {
            b.initializer("w", Tensor.ofFloats(new float[8], 2, 4, 1));
            b.initializer("b", Tensor.ofFloats(new float[4], 4));
        });
        Node node = graph.nodes().get(0);

        graph.edit(out -> assertThat(FloatGuard.guarded(out, graph, node)).isEqualTo(node));
    }

    private static boolean isFloatOf(Tensor tensor, long... dims) {
        return tensor.dataType() == DataType.FLOAT && Arrays.equals(tensor.dims(), dims);
    }
}
