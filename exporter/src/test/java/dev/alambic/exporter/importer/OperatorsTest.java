package dev.alambic.exporter.importer;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers with weights: ONNX Runtime against the block, gradients against central differences. */
class OperatorsTest {

    private static Tensor random(long... dims) {
        int size = (int) java.util.Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        float[] values = new float[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(values, dims);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Max", "Min", "MatMul"})
    void weightsOfTheSecondOperandLearn(String name) {
        Conformance.of(GraphText.model(
                        "x: float[2, 5, 5]\nz = Neg(x)\ny = " + name + "(z, w)\nreturn y: float[a, b, c]",
                        graph -> graph.initializer("w", random(5, 5))))
                .holds();
    }

    @Test
    void convolutionWithUnequalPads() {
        Conformance.of(GraphText.model("""
                        x: float[2, 4, 7, 6]
                        y = Conv(x, w, b) group=2 pads=[0,1,2,1] strides=[2,1]
                        return y: float[n, c, h, w]
                        """, graph -> {
                    graph.initializer("w", random(6, 2, 3, 3));
                    graph.initializer("b", random(6));
                }))
                .holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MaxPool(x) kernel_shape=[2,3] strides=[2,2] pads=[0,1,1,1]",
                "AveragePool(x) kernel_shape=[3,3] strides=[2,2] pads=[1,1,1,1]",
                "AveragePool(x) kernel_shape=[3,3] pads=[1,1,1,1] count_include_pad=1",
                "AveragePool(x) kernel_shape=[3,3] auto_pad='SAME_UPPER'",
                "GlobalAveragePool(x)",
                "GlobalMaxPool(x)"
            })
    void pooling(String call) {
        Conformance.of(GraphText.model(
                        "x: float[2, 3, 8, 7]\ny = " + call + "\nreturn y: float[n, c, h, w]", graph -> {}))
                .holds();
    }
}
