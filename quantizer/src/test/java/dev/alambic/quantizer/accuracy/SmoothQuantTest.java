package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.QuantizeDynamic;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.statistics.ChannelStatistics;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothQuantTest {
    private static final int WIDTH = 16;

    /** A normalization with one channel 40 times the others, before two products. */
    private static OnnxModel model(String text) {
        Weights weights = new Weights(7);
        float[] gamma = new float[WIDTH];
        Arrays.fill(gamma, 1);
        gamma[3] = 40;
        return GraphText.model(text, b -> {
            b.initializer("gamma", Tensor.ofFloats(gamma, WIDTH));
            b.initializer("beta", weights.tensor(WIDTH));
            b.initializer("w1", weights.tensor(WIDTH, 8));
            b.initializer("w2", weights.tensor(WIDTH, 8));
            b.initializer("row", weights.tensor(8));
        });
    }

    private static final String NORMALIZED = """
            x: float[batch, 4, 16]
            n = LayerNormalization(x, gamma, beta)
            a = MatMul(n, w1)
            b = MatMul(n, w2)
            s = Add(a, b)
            y = Add(s, row)
            return y: float[batch, 4, 8]
            """;

    private static List<Map<String, Tensor>> samples() {
        Random random = new Random(5);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            float[] values = new float[2 * 4 * WIDTH];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            samples.add(Map.of("x", Tensor.ofFloats(values, 2, 4, WIDTH)));
        }
        return samples;
    }

    private static Result smoothed(OnnxModel model, Smoothing options) {
        return Pipeline.of(List.of(new SmoothQuant(samples(), options))).run(model);
    }

    private static double dynamicError(OnnxModel reference, OnnxModel model) {
        OnnxModel quantized =
                new QuantizeDynamic(Int8Options.defaults()).apply(model).model();
        return samples().stream()
                .mapToDouble(sample ->
                        Agreement.between(reference, quantized, sample).relative())
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n = LayerNormalization(x, gamma, beta)",
                "m = Mul(x, gamma)\nn = Add(beta, m)",
                "p = Add(x, beta)\no = Mul(gamma, p)\nn = Relu(o)"
            })
    void factorsGoIntoTheNodeThatWritesTheValue(String producer) {
        OnnxModel model = model(NORMALIZED.replace("n = LayerNormalization(x, gamma, beta)", producer));

        Result result = smoothed(model, Smoothing.defaults());

        assertThat(result.notes())
                .containsExactly("1 values smoothed: 1 by the node that writes them, 0 by a multiplication");
        assertThat(result.model().graph().nodes()).hasSameSizeAs(model.graph().nodes());
        assertThat(dynamicError(model, result.model())).isLessThan(0.5 * dynamicError(model, model));
    }

    @Test
    void aValueThatIsReadElsewhereIsMultipliedBeforeTheProducts() {
        OnnxModel model =
                model(NORMALIZED.replace("s = Add(a, b)", "c = Add(a, b)\nr = ReduceMax(n) axes=[2]\ns = Add(c, r)"));

        Result result = smoothed(model, Smoothing.defaults());

        assertThat(result.model().graph().nodes().stream().filter(node -> node.is("Mul")))
                .hasSize(1);
        assertThat(dynamicError(model, result.model())).isLessThan(0.5 * dynamicError(model, model));
        assertThat(smoothed(model, Smoothing.defaults().withInsert(false)).model())
                .isSameAs(model);
    }

    @Test
    void halfOfTheRangeMovesWithAlphaOfAHalf() {
        OnnxModel model = model(NORMALIZED);

        OnnxModel made = smoothed(model, Smoothing.defaults().withAlpha(0.5)).model();

        // the paper's formula makes the largest activation of a channel equal to its largest weight, up to one factor
        List<ProductView> units = ProductView.all(made.graph());
        ChannelStatistics inputs = Objects.requireNonNull(
                InputMoments.channels(made, units, samples()).get("a"));
        double ratio = 0;
        for (int k = 0; k < WIDTH; k++) {
            double reach = 0;
            for (ProductView unit : units) {
                float[] weight = unit.weight().floats();
                for (int o = 0; o < unit.outputs(); o++) {
                    reach = Math.max(reach, Math.abs(weight[unit.index(o, k)]));
                }
            }
            ratio = k == 0 ? inputs.largest(k) / reach : ratio;
            assertThat(inputs.largest(k) / reach).isCloseTo(ratio, within(1e-4 * ratio));
        }
    }

    @Test
    void evenChannelsAreLeftAlone() {
        OnnxModel model = GraphText.model(
                "x: float[batch, 16]\ny = Gemm(x, w)\nreturn y", b -> b.initializer("w", new Weights(1).tensor(16, 8)));
        List<Map<String, Tensor>> same = List.of(Map.of("x", Tensor.ofFloats(new float[16], 1, 16)));

        Result result = Pipeline.of(List.of(new SmoothQuant(same, Smoothing.defaults())))
                .run(model);

        assertThat(result.model()).isSameAs(model);
    }

    @Test
    void theSameSamplesGiveTheSameModel() {
        OnnxModel model = model(NORMALIZED);

        assertThat(smoothed(model, Smoothing.defaults()).model())
                .isEqualTo(smoothed(model, Smoothing.defaults()).model());
    }

    @Test
    void alphaOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> Smoothing.defaults().withAlpha(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha is between 0 and 1, was 1.5");
    }

    @Test
    void nothingToSmoothIsSaid() {
        OnnxModel model = GraphText.model("x: float[batch, 4]\ny = Relu(x)\nreturn y", b -> {});

        assertThat(new SmoothQuant(List.of(), Smoothing.defaults()).apply(model).notes())
                .containsExactly("no MatMul or Gemm with a constant float32 weight: nothing to smooth");
        assertThat(model.graph().nodes()).extracting(Node::opType).containsExactly("Relu");
    }
}
