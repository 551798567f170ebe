package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A model that takes columns of different units and scales them by itself, as the exporter writes it. */
class RawColumnsTest {
    private static final int ROWS = 64;

    private final OnnxModel model = GraphText.model("""
            x: float[batch, 4]
            d = Sub(x, mean)
            s = Mul(d, scale)
            h = Gemm(s, w, b)
            r = Relu(h)
            y = Gemm(r, v)
            return y
            """, graph -> {
        graph.initializer("mean", Tensor.ofFloats(new float[] {500, 0.1f, 20, 0.01f}, 4));
        graph.initializer("scale", Tensor.ofFloats(new float[] {0.005f, 50, 0.2f, 400}, 4));
        graph.initializer("w", Tensor.ofFloats(numbers(32, 1), 4, 8));
        graph.initializer("b", Tensor.ofFloats(numbers(8, 2), 8));
        graph.initializer("v", Tensor.ofFloats(numbers(16, 3), 8, 2));
    });

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
        float[] means = {500, 0.1f, 20, 0.01f};
        float[] units = {200, 0.02f, 5, 0.0025f};
        for (int i = 0; i < values.length; i++) {
            values[i] = means[i % 4] + units[i % 4] * values[i];
        }
        return Map.of("x", Tensor.ofFloats(values, ROWS, 4));
    }

    @Test
    void integersKeepTheColumnsOfSmallUnits() {
        OnnxModel fixed =
                Quantizer.int8Static(model, Calibration.of(List.of(rows()))).model();
        OnnxModel dynamic = Quantizer.int8Dynamic(model).model();

        assertThat(Agreement.between(model, fixed, rows()).relative()).isLessThan(0.05);
        assertThat(Agreement.between(model, dynamic, rows()).relative()).isLessThan(0.05);
    }
}
