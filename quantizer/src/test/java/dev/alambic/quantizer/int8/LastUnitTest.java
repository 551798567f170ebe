package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A product runs on integers whatever reads its result. */
class LastUnitTest {

    private static OnnxModel ending(String end) {
        Weights weights = new Weights(5);
        return GraphText.model("""
                x: float[batch, 16]
                h = Gemm(x, w1, b1)
                r = Relu(h)
                g = Gemm(r, w2, b2)
                %s
                return y
                """.formatted(end.replace("; ", "\n")), b -> {
            b.initializer("w1", weights.tensor(16, 32));
            b.initializer("b1", weights.tensor(32));
            b.initializer("w2", weights.tensor(32, 8));
            b.initializer("b2", weights.tensor(8));
            b.initializer("w3", weights.tensor(8, 8));
            b.initializer("low", Tensor.scalar(0f));
            b.initializer("high", Tensor.scalar(6f));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            y = Identity(g)                           | 2
            y = Relu(g)                               | 2
            y = Clip(g, low, high)                    | 2
            y = Softmax(g)                            | 2
            a = Relu(g); y = Softmax(a)               | 2
            a = Clip(g, low, high); y = Softmax(a)    | 2
            a = Relu(g); t = Tanh(a); y = Gemm(t, w3) | 3
            t = Tanh(g); y = Gemm(t, w3)              | 3
            a = Relu(g); t = Tanh(a); y = Add(t, a)   | 2
            """)
    void everyGemmRunsOnIntegers(String end, long gemms) {
        OnnxModel model = ending(end);
        var samples = Networks.samples(model, 8, 1);

        for (Int8Form form : Int8Form.values()) {
            Int8Options options = Int8Options.defaults().withForm(form);
            OnnxModel made = Quantizer.int8Static(model, Calibration.of(samples), options)
                    .model();

            assertThat(Fused.operators(made)).as(form.name()).containsEntry("QGemm", gemms);
            // three roundings to 8 bits of inputs and as many of weights, each half a step of 255 of the largest
            assertThat(Fused.error(model, made, samples)).isLessThan(0.05);
        }
    }
}
