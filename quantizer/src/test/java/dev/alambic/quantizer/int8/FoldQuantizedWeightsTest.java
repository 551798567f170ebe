package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldQuantizedWeightsTest {

    /** x is rounded in steps of 1/4, the weights of the two outputs in steps of 1/2 and 1. */
    private static OnnxModel model(String more, float... weight) {
        return GraphText.model(more + """
                x: float[batch, 3]
                xq = QuantizeLinear(x, xs, xz)
                xd = DequantizeLinear(xq, xs, xz)
                wq = QuantizeLinear(w, ws, wz) axis=0
                wd = DequantizeLinear(wq, ws, wz) axis=0
                y = Gemm(xd, wd, b) transB=1
                return y: float[batch, 2]
                """, b -> {
            b.initializer("xs", Tensor.scalar(0.25f));
            b.initializer("xz", Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 128}));
            b.initializer("w", Tensor.ofFloats(weight, 2, 3));
            b.initializer("ws", Tensor.ofFloats(new float[] {0.5f, 1}, 2));
            b.initializer("wz", Tensor.ofBytes(DataType.INT8, new byte[2], 2));
            b.initializer("b", Tensor.ofFloats(new float[] {1, -1}, 2));
        });
    }

    private static Outcome folded(OnnxModel model) {
        return new FoldQuantizedWeights().apply(model);
    }

    @Test
    void weightsBecomeIntegersWithTheScalesTheyWereTrainedWith() {
        Outcome outcome = folded(model("", 1, -2, 0.5f, 100, 3, -27));
        var stored = outcome.model().graph().initializers();

        assertThat(stored.get("w_q"))
                .isEqualTo(Tensor.ofBytes(DataType.INT8, new byte[] {2, -4, 1, 100, 3, -27}, 2, 3));
        assertThat(stored.get("w_s")).isEqualTo(Tensor.ofFloats(new float[] {0.5f, 1}, 2));
        assertThat(outcome.notes()).isEmpty();
    }

    @Test
    void theBiasIsCountedInTheStepsOfTheSums() {
        var stored = folded(model("", 1, -2, 0.5f, 100, 3, -27)).model().graph().initializers();

        // 1 / (1/4 * 1/2) and -1 / (1/4 * 1)
        assertThat(stored.get("b_q")).isEqualTo(Tensor.ofInts(new int[] {8, -4}, 2));
        assertThat(stored.get("b_s")).isEqualTo(Tensor.ofFloats(new float[] {0.125f, 0.25f}, 2));
    }

    @Test
    void aScaleGrowsWherePairsOfWeightsWouldNotFit() {
        Outcome outcome = folded(model("", 1, -2, 0.5f, 100, 60, -27));

        assertThat(outcome.notes()).containsExactly("the scale of 1 weights had to grow after training, first of w");
        // 100 and 60 are added in 16 bits: 160 steps become 128
        assertThat(outcome.model().graph().initializer("w_s").orElseThrow().floats())
                .containsExactly(0.5f, 1.25f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w: float[2, 3]", "ws: float[2]", "xs: float[]", "b: float[2]"})
    void whatTheCallerCanOverrideStaysInTheGraph(String input) {
        OnnxModel model = model(input + "\n", 1, -2, 0.5f, 100, 3, -27);

        assertThat(folded(model).model().graph()).isEqualTo(model.graph());
    }
}
