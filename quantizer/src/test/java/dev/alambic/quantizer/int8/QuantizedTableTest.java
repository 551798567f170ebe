package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizedTableTest {

    private static OnnxModel model(long... dims) {
        float[] values = new Weights(4).normal(dims);
        // the first row is 1000 times the others
        for (int i = 0; i < values.length / dims[0]; i++) {
            values[i] *= 1000;
        }
        return GraphText.model(
                "i: int64[batch, 3]\ny = Gather(t, i)\nreturn y",
                b -> b.initializer("t", Tensor.ofFloats(values, dims)));
    }

    private static Result run(OnnxModel model) {
        return Pipeline.of(List.of(new QuantizeDynamic(Int8Options.defaults()))).run(model);
    }

    @Test
    void everyRowHasItsOwnScale() {
        OnnxModel model = model(16, 2, 64);

        OnnxModel made = run(model).model();

        Map<String, Tensor> rows = Map.of("i", Tensor.ofLongs(new long[] {1, 5, 15, 2, 3, 4}, 2, 3));
        // half a step of 127 for the largest of a row
        assertThat(Agreement.between(model, made, rows).relative()).isLessThan(0.5 / 127);
        assertThat(Agreement.between(model, made, Map.of("i", Tensor.ofLongs(new long[3], 1, 3)))
                        .relative())
                .isLessThan(0.5 / 127);
    }

    @Test
    void shortRowsShareOneScale() {
        assertThat(run(model(256, 8)).model().graph().nodes())
                .extracting(Node::opType)
                .containsExactly("Gather", "DequantizeLinear");
    }

    @Test
    void shortRowsAreRightInTheRuntimeWithItsOptimizationsOn() {
        OnnxModel model = GraphText.model("""
                i: int64[batch, 3]
                e = Gather(t, i)
                f = Transpose(e) perm=[1,0,2]
                s, h, c = LSTM(f, w, r) hidden_size=8
                y = Squeeze(h, a)
                return y
                """, b -> {
            Weights weights = new Weights(6);
            b.initializer("t", weights.tensor(200, 32));
            b.initializer("w", weights.tensor(1, 32, 32));
            b.initializer("r", weights.tensor(1, 32, 8));
            b.initializer("a", Tensor.ofLongs(new long[1], 1));
        });

        OnnxModel made = run(model).model();

        Map<String, Tensor> rows = Map.of("i", Tensor.ofLongs(new long[] {1, 5, 15, 2, 3, 4}, 2, 3));
        assertThat(Agreement.between(model, made, rows).relative()).isLessThan(0.03);
    }
}
