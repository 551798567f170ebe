package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizeGemmTest {

    private static void constants(Graph.Builder b) {
        Weights weights = new Weights(35);
        b.initializer("w", weights.tensor(4, 3));
        b.initializer("wt", weights.tensor(3, 4));
        b.initializer("row", weights.tensor(3));
        b.initializer("matrix", weights.tensor(1, 3));
        b.initializer("one", weights.tensor(1));
        b.initializer("scalar", Tensor.scalar(0.75f));
        b.initializer("column", weights.tensor(5, 1));
        b.initializer("full", weights.tensor(5, 3));
    }

    private static OnnxModel after(String call, long opset) {
        String text = """
                x: float[5, 4]
                xt: float[4, 5]
                c: float[1, 3]
                y = %s
                return y: float[5, 3]
                """.replace("%s", call);
        return Passes.run(
                new NormalizeGemm(), OnnxModel.of(GraphText.graph(text, NormalizeGemmTest::constants), opset));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Gemm(x, w, row) alpha=0.5                | y = Gemm(x, w_scaled, row)",
                "Gemm(x, wt, row) alpha=0.5 transB=1      | y = Gemm(x, wt_scaled, row)",
                "Gemm(x, w, row) beta=0.5                 | y = Gemm(x, w, row_scaled)",
                "Gemm(x, w, scalar) beta=0.5              | y = Gemm(x, w, scalar_scaled)",
                "Gemm(x, w, row) beta=0.0                 | y = Gemm(x, w)",
                "Gemm(x, w) alpha=2.0 beta=3.0            | y = Gemm(x, w_scaled)",
                "Gemm(xt, w, one) transA=1                | xt_turned = Transpose(xt); y = Gemm(xt_turned, w, one)",
                "Gemm(x, w, c)                            | y_product = Gemm(x, w); y = Add(y_product, c)",
                "Gemm(x, w, column)                       | y_product = Gemm(x, w); y = Add(y_product, column)",
                "Gemm(x, w, full) alpha=0.5               | y_product = Gemm(x, w_scaled); y = Add(y_product, full)",
                "Gemm(x, w, c) beta=0.5 | y_product = Gemm(x, w); c_scaled = Mul(c, c_factor); y = Add(y_product, c_scaled)"
            })
    void everyFormBecomesThePlainOne(String call, String expected) {
        assertThat(after(call, 17).graph().toString().replace("\n", "; ")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gemm(x, w, row)",
                "Gemm(x, w, matrix)",
                "Gemm(x, w, one)",
                "Gemm(x, w, scalar)",
                "Gemm(x, wt) transB=1 beta=2.0"
            })
    void thePlainFormStays(String call) {
        OnnxModel made = after(call, 17);

        assertThat(made.graph().toString()).isEqualTo("y = " + call.replaceAll("\\).*", ")"));
        assertThat(made.metadata()).isEmpty();
    }

    @Test
    void anOldGemmKeepsABias() {
        OnnxModel made = after("Gemm(x, w, c)", 9);

        assertThat(made.graph().toString()).isEqualTo("y_product = Gemm(x, w, y_zero)\ny = Add(y_product, c)");
    }

    private static String plain(String text, Consumer<Graph.Builder> more) {
        return Passes.run(new NormalizeGemm(), GraphText.model(text, more))
                .graph()
                .toString();
    }

    @Test
    void aMatrixThatOthersReadStaysOne() {
        assertThat(plain("""
                x: float[5, 3]
                ids: int64[2]
                rows = Gather(wt, ids)
                y = Gemm(x, wt) alpha=0.5
                return y; rows
                """, NormalizeGemmTest::constants)).isEqualTo("""
                rows = Gather(wt, ids)
                x_scaled = Mul(x, x_factor)
                y = Gemm(x_scaled, wt)""");
    }

    @Test
    void aMatrixOfSeveralWithOneFactorIsScaledOnce() {
        assertThat(plain("""
                x: float[5, 4]
                a = Gemm(x, w) alpha=0.5
                b = Gemm(x, w, row) alpha=0.5
                y = Add(a, b)
                return y
                """, NormalizeGemmTest::constants)).isEqualTo("""
                a = Gemm(x, w_scaled)
                b = Gemm(x, w_scaled, row)
                y = Add(a, b)""");
    }

    @Test
    void aFactorThatLosesDigitsStays() {
        assertThat(plain("""
                x: float[5, 4]
                y = Gemm(x, tiny) alpha=0.001
                return y
                """, b -> b.initializer("tiny", Tensor.ofFloats(new float[] {1e-37f, 1, 2, 3}, 4, 1))))
                .isEqualTo("y = Gemm(x, tiny)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT16", "DOUBLE"})
    void matricesOfOtherTypesStay(DataType type) {
        String text = "x: float[5, 4]\nn = Cast(x) to=" + type.code() + "\ny = Gemm(n, w) alpha=0.3\nreturn y";

        assertThat(plain(text, b -> b.initializer("w", Tensor.ofFloats(type, new float[] {1, 2, 3, 4}, 4, 1))))
                .endsWith("y = Gemm(n, w)");
    }

    @Test
    void productsOfTwoActivationsStay() {
        assertThat(plain("x: float[5, 4]\nz: float[5, 3]\ny = Gemm(x, z) transA=1 alpha=0.5\nreturn y", b -> {}))
                .isEqualTo("y = Gemm(x, z)");
    }
}
