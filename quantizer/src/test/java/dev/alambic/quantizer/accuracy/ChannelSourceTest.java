package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSourceTest {
    private static final double[] FACTORS = {0.5, 2, 3, 0.25};

    private static OnnxModel model(String input, String nodes) {
        Weights weights = new Weights(2);
        return GraphText.model(input + "\nfed: float[4]\n" + nodes.replace("; ", "\n") + "\nreturn y", b -> {
            b.initializer("w", weights.tensor(4, 3, 3, 3));
            b.initializer("b", weights.tensor(4));
            b.initializer("slope", weights.tensor(4, 1, 1));
            b.initializer("m", weights.tensor(3, 4));
            b.initializer("fed", weights.tensor(4));
        });
    }

    private static Tensor run(OnnxModel model) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Map<String, Tensor> inputs = RandomInputs.of(model, Map.of("batch", 2L), 3);
            return Objects.requireNonNull(session.run(inputs).get("y"));
        }
    }

    /** What the source multiplies multiplies the channels of the value, and nothing else. */
    private static void multiplies(OnnxModel model, boolean images) {
        Graph graph = model.graph();
        Rescaling rescaling = new Rescaling(graph);
        ChannelSource.of(graph, "y", 4, images).orElseThrow().multiply(rescaling, FACTORS);
        OnnxModel scaled = model.withGraph(graph.rewrite((out, node) -> out.node(rescaling.applied(out, node))));

        Tensor before = run(model);
        float[] expected = before.floats();
        int inner = images ? (int) Arrays.stream(before.dims()).skip(2).reduce(1, (a, b) -> a * b) : 1;
        float[] actual = run(scaled).floats();
        for (int i = 0; i < expected.length; i++) {
            double product = expected[i] * FACTORS[i / inner % 4];
            // sums of 27 float32 products at most
            assertThat(Math.abs(actual[i] - product)).isLessThan(1e-5 * Math.max(1, Math.abs(product)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y = Conv(x, w, b)",
                "a = Conv(x, w, b); y = Relu(a)",
                "a = Conv(x, w, b); c = PRelu(a, slope); y = MaxPool(c) kernel_shape=[2,2]",
                "a = Conv(x, w); y = LpPool(a) kernel_shape=[2,2]",
                "a = Conv(x, w); c = LeakyRelu(a); y = GlobalAveragePool(c)"
            })
    void channelsOfImagesComeFromAConvolution(String nodes) {
        multiplies(model("x: float[batch, 3, 6, 6]", nodes), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y = MatMul(x, m)",
                "a = MatMul(x, m); c = Add(b, a); y = Relu(c)",
                "a = Gemm(x, m, b); y = Identity(a)",
                "a = MatMul(x, m); y = Mul(a, b)",
                "a = MatMul(x, m); y = LayerNormalization(a, b, b)"
            })
    void channelsOfRowsComeFromAMatrixAFactorOrANormalization(String nodes) {
        multiplies(model("x: float[batch, 3]", nodes), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = MatMul(x, m); y = Sigmoid(a)",
                "a = MatMul(x, m); y = Clip(a)",
                "a = MatMul(x, m); c = Relu(a); d = Neg(a); y = Add(c, d)",
                "a = MatMul(x, m); y = Add(a, fed)",
                "y = Gemm(x, m, fed)"
            })
    void whatDoesNotCommuteOrIsReadElsewhereHasNone(String nodes) {
        Optional<ChannelSource> source =
                ChannelSource.of(model("x: float[batch, 3]", nodes).graph(), "y", 4, false);

        assertThat(source).isEmpty();
    }
}
