package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldAffineTest {
    private final Weights weights = new Weights(17);

    private List<String> fold(String text) {
        OnnxModel model = GraphText.model(text, b -> {
            b.initializer("k", weights.tensor(4, 4, 3, 3));
            b.initializer("pairs", weights.tensor(4, 2, 1, 1));
            b.initializer("w", weights.tensor(4, 4));
            b.initializer("b", weights.tensor(4));
            b.initializer("planes", weights.tensor(4, 1, 1));
            b.initializer("batchPlanes", weights.tensor(1, 4, 1, 1));
            b.initializer("row", weights.tensor(4));
            b.initializer("number", Tensor.scalar(-2.5f));
            b.initializer("zero", Tensor.scalar(0f));
            b.initializer("units", Tensor.ofFloats(new float[] {500, 0.1f, 20, 0.01f}, 4));
            b.initializer("squares", Tensor.ofFloats(new float[] {4e4f, 4e-4f, 25, 6e-6f}, 4));
            weights.batchNorm(b, "n", 4);
        });
        return Passes.run(new FoldAffine(), model).graph().nodes().stream()
                .map(Node::opType)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv(x, k, b) pads=[1,1,1,1] | Mul(c, planes)",
                "Conv(x, k) | Mul(batchPlanes, c)",
                "Conv(x, k) | Div(c, number)",
                "Conv(x, k) | Add(c, batchPlanes)",
                "Conv(x, k, b) | Sub(c, number)",
                "Conv(x, k, b) | Sub(planes, c)",
                "Conv(x, pairs) group=2 | Mul(c, planes)",
                "ConvTranspose(x, k, b) | Mul(c, planes)",
                "ConvTranspose(x, k) strides=[2,2] | Add(planes, c)",
                "Conv(x, k) | BatchNormalization(c, n.scale, n.bias, n.mean, n.var)"
            })
    void goesIntoTheConvolutionBeforeIt(String convolution, String map) {
        assertThat(fold("x: float[batch, 4, 5, 5]\nc = %s\ny = %s\nreturn y".formatted(convolution, map)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Gemm(x, w, b) beta=0.5 | Mul(c, row)",
                "Gemm(x, w) transB=1 alpha=2.0 | Add(row, c)",
                "Gemm(x, w, b) | Sub(row, c)",
                "MatMul(x, w) | Mul(c, number)",
                "MatMul(x, w) | Div(c, row)"
            })
    void goesIntoTheMatrixProductBeforeIt(String product, String map) {
        assertThat(fold("x: float[batch, 4]\nc = %s\ny = %s\nreturn y".formatted(product, map)))
                .hasSize("MatMul(x, w)".equals(product) && map.contains("row") ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mul(x, number) | Conv(c, k, b) pads=[1,1,1,1]",
                "Div(x, number) | Conv(c, pairs) group=2",
                "BatchNormalization(x, n.scale, n.bias, n.mean, n.var) | Conv(c, k)",
                "BatchNormalization(x, n.scale, n.bias, n.mean, n.var) | Conv(c, pairs, b) group=2"
            })
    void goesIntoTheConvolutionAfterIt(String map, String convolution) {
        assertThat(fold("x: float[batch, 4, 5, 5]\nc = %s\ny = %s\nreturn y".formatted(map, convolution)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mul(x, number) | Gemm(c, w, b)",
                "Div(x, number) | Gemm(c, w) transB=1",
                "Mul(x, number) | MatMul(c, w)",
                "BatchNormalization(x, n.scale, n.bias, n.mean, n.var) | Gemm(c, w, b) transB=1 alpha=0.5",
                "BatchNormalization(x, n.scale, n.bias, n.mean, n.var) | Gemm(c, w) beta=2.0"
            })
    void mapGoesIntoTheMatrixProductAfterIt(String map, String product) {
        assertThat(fold("x: float[batch, 4]\nc = %s\ny = %s\nreturn y".formatted(map, product)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Mul(x, row) | Gemm(c, w, b)", "Div(x, row) | Gemm(c, w) transB=1"})
    void factorsThatMakeColumnsAlikeStay(String map, String product) {
        assertThat(fold("x: float[batch, 4]\nc = %s\ny = %s\nreturn y".formatted(map, product)))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[batch, 4] | Gemm(c, w, b)", "[batch, 4, 5, 5] | Conv(c, k)"})
    void normalizationThatMakesColumnsAlikeStays(String shape, String product) {
        String normalization = "BatchNormalization(x, n.scale, n.bias, units, squares)";
        assertThat(fold("x: float%s\nc = %s\ny = %s\nreturn y".formatted(shape, normalization, product)))
                .hasSize(2);
    }

    @Test
    void severalInARowFoldAll() {
        assertThat(fold("""
                x: float[batch, 4, 5, 5]
                m = Mul(x, number)
                c = Conv(m, k)
                a = Add(c, planes)
                n = BatchNormalization(a, n.scale, n.bias, n.mean, n.var)
                s = Mul(n, number)
                y = Add(s, number)
                return y
                """)).containsExactly("Conv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c = Conv(x, k); a = Add(c, planes); y = Mul(a, c)",
                "c = Add(x, planes); y = Conv(c, k) pads=[1,1,1,1]",
                "c = BatchNormalization(x, n.scale, n.bias, n.mean, n.var); y = Conv(c, k) pads=[1,1,1,1]",
                "c = Conv(x, k); y = Div(number, c)",
                "e = Erf(x); m = Mul(x, e); h = Mul(m, number); y = Conv(h, k)",
                "c = Conv(x, k); d = Mul(c, planes); e = Conv(x, k); y = Add(d, e)",
                "c = Conv(x, k); y = Mul(c, row)"
            })
    void staysWhereItWouldNotBeTheSame(String text) {
        String body = text.replace("; ", "\n");
        assertThat(fold("x: float[batch, 4, 6, 6]\n" + body + "\nreturn y"))
                .hasSize((int) body.lines().count());
    }
}
