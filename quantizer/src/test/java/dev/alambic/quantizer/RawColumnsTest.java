package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that takes columns of different units and scales them by itself, as the exporter writes it. */
class RawColumnsTest {
    private static final int ROWS = 64;

    private static final float[] MEANS = {500, 0.1f, 20, 0.01f};
    private static final float[] UNITS = {200, 0.02f, 5, 0.0025f};

    /** Returns the model whose first product is {@code first} of x. */
    private static OnnxModel model(String first) {
        return GraphText.model("""
                x: float[batch, 4]
                %s
                r = Relu(h)
                y = Gemm(r, v)
                return y
                """.formatted(first.replace("; ", "\n")), graph -> {
            graph.initializer("mean", Tensor.ofFloats(MEANS, 4));
            graph.initializer("scale", Tensor.ofFloats(new float[] {0.005f, 50, 0.2f, 400}, 4));
            graph.initializer("square", Tensor.ofFloats(new float[] {4e4f, 4e-4f, 25, 6.25e-6f}, 4));
            graph.initializer("one", Tensor.ofFloats(new float[] {1, 1, 1, 1}, 4));
            graph.initializer("zero", Tensor.ofFloats(new float[4], 4));
            graph.initializer("w", Tensor.ofFloats(numbers(32, 1), 4, 8));
            graph.initializer("k", Tensor.ofFloats(numbers(32, 1), 8, 4, 1));
            graph.initializer("b", Tensor.ofFloats(numbers(8, 2), 8));
            graph.initializer("v", Tensor.ofFloats(numbers(16, 3), 8, 2));
            graph.initializer("plane", Tensor.ofLongs(new long[] {0, 4, 1}, 3));
        });
    }

    private static float[] numbers(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Map<String, Tensor> rows() {
        float[] values = numbers(4 * ROWS, 4);
        for (int i = 0; i < values.length; i++) {
            values[i] = MEANS[i % 4] + UNITS[i % 4] * values[i];
        }
        return Map.of("x", Tensor.ofFloats(values, ROWS, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d = Sub(x, mean); s = Mul(d, scale); h = Gemm(s, w, b)",
                "s = BatchNormalization(x, one, zero, mean, square) epsilon=1e-12; h = Gemm(s, w, b)",
                "p = Reshape(x, plane); s = BatchNormalization(p, one, zero, mean, square) epsilon=1e-12;"
                        + " c = Conv(s, k, b); h = Flatten(c)"
            })
    void integersKeepTheColumnsOfSmallUnits(String first) {
        OnnxModel model = model(first);
        OnnxModel fixed =
                Quantizer.int8Static(model, Calibration.of(List.of(rows()))).model();
        OnnxModel dynamic = Quantizer.int8Dynamic(model).model();

        assertThat(Agreement.between(model, fixed, rows()).relative()).isLessThan(0.05);
        assertThat(Agreement.between(model, dynamic, rows()).relative()).isLessThan(0.05);
    }
}
