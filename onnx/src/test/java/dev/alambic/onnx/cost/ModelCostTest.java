package dev.alambic.onnx.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ModelCostTest {

    private static ModelCost cost(String text, Consumer<Graph.Builder> weights) {
        OnnxModel model = GraphText.model(text, weights);
        return ModelCost.of(model, RandomInputs.of(model, Map.of("batch", 3L), 1));
    }

    private static Tensor zeros(long... dims) {
        int elements = 1;
        for (long dim : dims) {
            elements *= (int) dim;
        }
        return Tensor.ofFloats(new float[elements], dims);
    }

    @Test
    void convolutionsCountTheirKernelAtEachOutput() {
        ModelCost cost = cost("""
                x: float[batch, 4, 8, 8]
                c = Conv(x, w, b) pads=[1,1,1,1]
                d = Conv(c, w2) group=6
                y = ConvTranspose(d, w3) strides=[2,2]
                return y
                """, b -> {
            b.initializer("w", zeros(6, 4, 3, 3));
            b.initializer("b", zeros(6));
            b.initializer("w2", zeros(6, 1, 3, 3));
            b.initializer("w3", zeros(6, 5, 2, 2));
        });

        assertThat(cost.nodes())
                .extracting(NodeCost::macs)
                .containsExactly(3L * 6 * 64 * 4 * 9, 3L * 6 * 36 * 9, 3L * 6 * 36 * 5 * 4);
        assertThat(cost.nodes()).extracting(NodeCost::parameters).containsExactly(6L * 4 * 9 + 6, 54L, 120L);
        assertThat(cost.byOperator())
                .containsExactly(
                        entry("Conv", 3L * 6 * 64 * 4 * 9 + 3L * 6 * 36 * 9),
                        entry("ConvTranspose", 3L * 6 * 36 * 5 * 4));
    }

    @Test
    void productsCountTheAxisSummedOver() {
        ModelCost cost = cost("""
                x: float[batch, 2, 5]
                m = MatMul(x, w)
                f = Flatten(m)
                t = Transpose(f)
                y = Gemm(t, v) transA=1
                return y
                """, b -> {
            b.initializer("w", zeros(5, 7));
            b.initializer("v", zeros(14, 2));
        });

        assertThat(cost.macs()).isEqualTo(3L * 2 * 7 * 5 + 3 * 2 * 14);
        assertThat(cost.parameters()).isEqualTo(35 + 28);
    }

    @Test
    void recurrentLayersCountInputAndState() {
        ModelCost cost = cost("""
                x: float[6, batch, 5]
                y = LSTM(x, w, r) hidden_size=4 direction='bidirectional'
                return y
                """, b -> {
            b.initializer("w", zeros(2, 16, 5));
            b.initializer("r", zeros(2, 16, 4));
        });

        assertThat(cost.macs()).isEqualTo(6L * 3 * 2 * 16 * (5 + 4));
    }

    @Test
    void sharedWeightsCountOnceAndOtherOperatorsNothing() {
        ModelCost cost = cost("""
                x: float[batch, 4]
                a = MatMul(x, w)
                b = MatMul(a, w)
                y = Relu(b)
                return y
                """, b -> b.initializer("w", zeros(4, 4)));

        assertThat(cost.parameters()).isEqualTo(16);
        assertThat(cost.nodes()).extracting(NodeCost::macs).containsExactly(48L, 48L, 0L);
    }
}
