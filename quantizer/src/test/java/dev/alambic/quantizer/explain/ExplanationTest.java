package dev.alambic.quantizer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.int8.Int8Form;
import dev.alambic.quantizer.int8.Int8Options;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final String QUANTIZED_INPUT = """
            x: float[1, 8, 8, 8]
            xq = QuantizeLinear(x, scale, zero)
            xd = DequantizeLinear(xq, scale, zero)
            wd = DequantizeLinear(w, weightScale, weightZero)
            """;

    /**
     * Reads {@code rest} behind a quantized input xd and a quantized 1x1 kernel wd, with scale and zero to round by.
     */
    private static Explanation explained(String rest, DataType activation) {
        return Explanation.of(GraphText.model(QUANTIZED_INPUT + rest, b -> constants(b, activation)));
    }

    private static Explanation explained(String rest) {
        return explained(rest, DataType.UINT8);
    }

    private static void constants(Graph.Builder builder, DataType activation) {
        byte[] kernel = new byte[64];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (byte) (i % 7 - 3);
        }
        builder.initializer("scale", Tensor.scalar(0.05f));
        builder.initializer("zero", Tensor.ofBytes(activation, new byte[] {(byte) 3}));
        builder.initializer("least", Tensor.ofBytes(activation, new byte[1]));
        builder.initializer("w", Tensor.ofBytes(DataType.INT8, kernel, 8, 8, 1, 1));
        builder.initializer("weightScale", Tensor.scalar(0.1f));
        builder.initializer("weightZero", Tensor.ofBytes(DataType.INT8, new byte[1]));
        builder.initializer("two", Tensor.scalar(2f));
    }

    private static NodeExecution node(Explanation explanation, String name) {
        return explanation.nodes().stream()
                .filter(node -> node.node().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aConvBetweenItsRoundingsRunsOnIntegersWithItsActivation() {
        Explanation explanation = explained("""
                c = Conv(xd, wd)
                r = Relu(c)
                rq = QuantizeLinear(r, scale, least)
                y = DequantizeLinear(rq, scale, least)
                return y: float[1, 8, 8, 8]
                """);

        assertThat(node(explanation, "c").kernel()).isEqualTo("QLinearConv");
        assertThat(node(explanation, "c").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "c").macs()).isEqualTo(8 * 8 * 8 * 8);
        assertThat(node(explanation, "r").execution()).isEqualTo(Execution.INTEGER);
        assertThat(explanation.integerShare()).isEqualTo(1);
        assertThat(explanation.floats()).isEmpty();
        // of the input and of the output
        assertThat(explanation.conversions()).isEqualTo(new Conversions(5, 2));
        assertThat(explanation.byOperator())
                .extracting(OperatorSummary::operator)
                .containsExactly("Conv", "Relu");
    }

    @Test
    void aResultThatIsNotRoundedIsNamed() {
        Explanation explanation = explained("""
                c = Conv(xd, wd)
                y = Tanh(c)
                return y: float[1, 8, 8, 8]
                """);

        assertThat(node(explanation, "c").execution()).isEqualTo(Execution.FLOAT);
        assertThat(node(explanation, "c").reason())
                .isEqualTo("its result is not quantized: no QuantizeLinear reads it");
        assertThat(node(explanation, "y").reason()).isEqualTo("ONNX Runtime has no integer kernel for Tanh");
        assertThat(explanation.integerShare()).isZero();
        assertThat(explanation.reasons()).hasSize(2);
    }

    @Test
    void anActivationThatTheRoundingDoesNotCoverIsNamed() {
        Explanation explanation = explained("""
                c = Conv(xd, wd)
                r = Relu(c)
                rq = QuantizeLinear(r, scale, zero)
                y = DequantizeLinear(rq, scale, zero)
                return y: float[1, 8, 8, 8]
                """);

        assertThat(node(explanation, "c").reason()).startsWith("its QuantizeLinear does not cover the Relu before it");
    }

    @Test
    void whatStandsBetweenANodeAndItsRoundingIsNamed() {
        Explanation explanation = explained("""
                c = Conv(xd, wd)
                h = HardSigmoid(c)
                hq = QuantizeLinear(h, scale, zero)
                y = DequantizeLinear(hq, scale, zero)
                return y: float[1, 8, 8, 8]
                """);

        assertThat(node(explanation, "c").reason()).isEqualTo("between it and its QuantizeLinear stands HardSigmoid");
    }

    @Test
    void whoElseReadsAResultIsNamed() {
        Explanation explanation = explained("""
                c = Conv(xd, wd)
                cq = QuantizeLinear(c, scale, zero)
                cd = DequantizeLinear(cq, scale, zero)
                t = Tanh(c)
                y = Add(cd, t)
                return y: float[1, 8, 8, 8]
                """);

        assertThat(node(explanation, "c").reason()).isEqualTo("its result is also read as floats, by Tanh");
        assertThat(node(explanation, "y").reason()).isEqualTo("one of its inputs is not quantized");
    }

    @Test
    void integersOfTheWrongTypeAreNamed() {
        String machine = System.getProperty("os.arch");
        Assumptions.assumeTrue("amd64".equals(machine), "other processors have kernels for int8 activations");
        Explanation explanation = explained("""
                c = Conv(xd, wd)
                cq = QuantizeLinear(c, scale, zero)
                cd = DequantizeLinear(cq, scale, zero)
                m = GlobalMaxPool(cd)
                y = Tanh(m)
                return y: float[1, 8, 1, 1]
                """, DataType.INT8);

        NodeExecution conv = node(explanation, "c");
        if (conv.execution() == Execution.FLOAT) {
            assertThat(conv.reason()).startsWith("int8 activations are not made an integer kernel");
        }
        assertThat(node(explanation, "m").reason()).isEqualTo("ONNX Runtime has no integer kernel for GlobalMaxPool");
    }

    @Test
    void aWeightAloneAndAWeightThatIsNoConstantAreNamed() {
        Explanation explanation = explained("""
                alone = Conv(x, wd)
                v = Mul(wd, two)
                c = Conv(xd, v)
                y = Add(alone, c)
                return y: float[1, 8, 8, 8]
                """);

        assertThat(node(explanation, "alone").reason()).isEqualTo("its weight alone is quantized, not its input");
        assertThat(node(explanation, "c").reason()).isEqualTo("its weight is not a constant");
        assertThat(node(explanation, "y").reason()).isEqualTo("none of its inputs is quantized");
    }

    @Test
    void dynamicProductsRunOnIntegersAndAttentionDoesNot() {
        Weights weights = new Weights(3);
        OnnxModel model = GraphText.model("""
                x: float[4, 8]
                s = Shape(x)
                q, qs, qz = DynamicQuantizeLinear(x)
                i = MatMulInteger(q, w, qz)
                f = Cast(i) to=1
                fs = Mul(qs, ws)
                p = Mul(f, fs)
                t = Transpose(p) perm=[1,0]
                y = MatMul(t, p)
                r = Reshape(y, s2)
                return r: float[64]; s: int64[2]
                """, b -> {
            b.initializer("w", Tensor.ofBytes(DataType.INT8, new byte[64], 8, 8));
            b.initializer("ws", weights.tensor(8));
            b.initializer("s2", Tensor.ofLongs(new long[] {64}, 1));
        });

        Explanation explanation = Explanation.of(model);

        assertThat(node(explanation, "i").kernel()).isEqualTo("DynamicQuantizeMatMul");
        assertThat(node(explanation, "i").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "p").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "y").reason()).isEqualTo("it multiplies two activations, which are not quantized");
        assertThat(node(explanation, "r").execution()).isEqualTo(Execution.MOVED);
        assertThat(node(explanation, "s").execution()).isEqualTo(Execution.MOVED);
        assertThat(explanation.integerShare()).isEqualTo(4 * 8 * 8 / (double) (4 * 8 * 8 + 8 * 4 * 8));
    }

    @Test
    void aFloatModelHasNoIntegersAndConstantsAreFolded() {
        OnnxModel model = GraphText.model("""
                x: float[2, 2]
                k = Add(one, one)
                y = Mul(x, k)
                return y: float[2, 2]
                """, b -> b.initializer("one", Tensor.scalar(1f)));

        Explanation explanation = Explanation.of(model);

        assertThat(explanation.integers()).isZero();
        assertThat(explanation.integerShare()).isZero();
        assertThat(node(explanation, "k").execution()).isEqualTo(Execution.FOLDED);
        assertThat(explanation.reasons()).isEqualTo(Map.of("none of its inputs is quantized", 1));
    }

    private static Explanation quantized(OnnxModel model, Int8Options options) {
        Calibration samples = Calibration.of(Probe.of(model).samples(4, 7));
        return Explanation.of(Quantizer.int8Static(model, samples, options).model());
    }

    @Test
    void operatorsOnIntegersAreToldFromTheFloatsBehindThem() {
        Weights weights = new Weights(9);
        OnnxModel model = GraphText.model("""
                x: float[batch, 3, 8, 8]
                first.conv = Conv(x, k)
                first.pool = MaxPool(first.conv) kernel_shape=[2,2]
                second.conv = Conv(first.pool, k2)
                flat = GlobalAveragePool(second.conv)
                rows = Flatten(flat)
                product = MatMul(rows, w)
                scores = Softmax(product)
                across = Transpose(scores)
                y = MatMul(scores, across)
                return y: float[batch, batch]
                """, b -> {
            b.initializer("k", weights.tensor(8, 3, 1, 1));
            b.initializer("k2", weights.tensor(8, 8, 1, 1));
            b.initializer("w", weights.tensor(8, 4));
        });

        Explanation explanation = quantized(model, Int8Options.defaults().withForm(Int8Form.QOPERATOR));

        assertThat(node(explanation, "first.conv").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "first.pool").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "product").kernel()).isEqualTo("QGemm");
        assertThat(node(explanation, "scores").execution()).isEqualTo(Execution.FLOAT);
        assertThat(node(explanation, "y").execution()).isEqualTo(Execution.FLOAT);
        assertThat(explanation.integerShare()).isLessThan(1);
    }

    @Test
    void anLstmRunsOnIntegersAndAGruOnFloats() {
        Weights weights = new Weights(8);
        OnnxModel model = GraphText.model("""
                x: float[5, batch, 8]
                , hidden = LSTM(x, w, r) hidden_size=8
                , , cell = LSTM(x, w, r2) hidden_size=8
                s = Add(hidden, cell)
                y = GRU(s, w3, r3) hidden_size=8
                return y
                """, b -> {
            b.initializer("w", weights.tensor(1, 32, 8));
            b.initializer("r", weights.tensor(1, 32, 8));
            b.initializer("r2", weights.tensor(1, 32, 8));
            b.initializer("w3", weights.tensor(1, 24, 8));
            b.initializer("r3", weights.tensor(1, 24, 8));
        });

        Explanation explanation = Explanation.of(Quantizer.int8Dynamic(model).model());

        assertThat(node(explanation, "hidden").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "cell").execution()).isEqualTo(Execution.INTEGER);
        assertThat(node(explanation, "y").reason()).isEqualTo("ONNX Runtime has no integer kernel for GRU");
    }
}
