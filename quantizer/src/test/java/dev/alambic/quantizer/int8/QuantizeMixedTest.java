package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.pass.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantizeMixedTest {
    private static final Int8Options OPTIONS = Int8Options.defaults();

    private static Tensor random(long seed, long... dims) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(Arrays.stream(dims).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(values, dims);
    }

    /** Hears rows of numbers by a convolution, looks up a word, and multiplies both; then an LSTM. */
    private static OnnxModel model() {
        return GraphText.model("""
            x: float[1, 4, 16]
            word: int64[1]
            conv = Conv(x, kernel) pads=[1,1]
            heard = Relu(conv)
            rows = Transpose(heard) perm=[0,2,1]
            looked = Gather(table, word)
            both = Add(rows, looked)
            product = Gemm(looked, square, shift)
            hidden = MatMul(both, matrix)
            sequence = Transpose(hidden) perm=[1,0,2]
            all, last = LSTM(sequence, w, r) hidden_size=8
            return all; product
            """, b -> {
            b.initializer("kernel", random(1, 32, 4, 3));
            b.initializer("table", random(2, 64, 32));
            b.initializer("matrix", random(3, 32, 16));
            b.initializer("square", random(6, 32, 32));
            b.initializer("shift", random(7, 32));
            b.initializer("w", random(4, 1, 32, 16));
            b.initializer("r", random(5, 1, 32, 8));
        });
    }

    private static Calibration samples() {
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            samples.add(Map.of("x", random(20 + i, 1, 4, 16), "word", Tensor.ofLongs(new long[] {i}, 1)));
        }
        return Calibration.of(samples);
    }

    private static List<String> operators(OnnxModel model) {
        return model.graph().nodes().stream().map(Node::opType).toList();
    }

    @Test
    void eachKindOfLayerHasTheFormThatSuitsIt() {
        Result made = Quantizer.int8Mixed(model(), samples(), OPTIONS);

        assertThat(operators(made.model()))
                .contains("Conv", "QuantizeLinear", "DynamicQuantizeLSTM", "Gather")
                .doesNotContain("MatMul", "Gemm", "LSTM")
                .filteredOn("MatMulInteger"::equals)
                .hasSize(2);
        // weights of the convolution and the table, as bytes
        assertThat(made.model().graph().initializers().values())
                .filteredOn(tensor -> tensor.dataType().isFloating() && tensor.elementCount() > 64)
                .isEmpty();
        assertThat(made.sqnrDecibels()).isGreaterThan(20); // a tenth: ranges of 8 samples, which others leave
    }

    @Test
    void rangesThatAreKnownGiveTheSame() {
        OnnxModel prepared = Quantizer.prepare(model()).model();
        Map<String, Range> ranges = Quantizer.ranges(prepared, samples(), OPTIONS);

        assertThat(Quantizer.int8Mixed(prepared, ranges, OPTIONS).model().graph())
                .isEqualTo(Quantizer.int8Mixed(prepared, samples(), OPTIONS)
                        .model()
                        .graph());
    }

    @Test
    void itConcernsModelsWithBoth() {
        assertThat(QuantizeMixed.concerns(model(), OPTIONS)).isTrue();
        OnnxModel plain =
                GraphText.model("x: float[1, 4]\ny = MatMul(x, w)\nreturn y", b -> b.initializer("w", random(1, 4, 4)));
        assertThat(QuantizeMixed.concerns(plain, OPTIONS)).isFalse();
    }
}
