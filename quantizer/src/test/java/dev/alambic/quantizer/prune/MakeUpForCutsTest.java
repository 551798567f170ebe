package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakeUpForCutsTest {

    private final Weights weights = new Weights(7);

    /** Inputs that are not centred. */
    private static List<Map<String, Tensor>> samples(long seed, int count, long... dims) {
        Random random = new Random(seed);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            long[] shape = new long[dims.length + 1];
            shape[0] = 4;
            System.arraycopy(dims, 0, shape, 1, dims.length);
            int size = 1;
            for (long dim : shape) {
                size *= (int) dim;
            }
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) (0.5 + random.nextGaussian());
            }
            samples.add(Map.of("x", Tensor.ofFloats(values, shape)));
        }
        return samples;
    }

    private static PrunePlan plan(OnnxModel model, String group, Integer... units) {
        ChannelGroup found = DependencyGraph.of(model).groups().stream()
                .filter(each -> each.name().equals(group))
                .findFirst()
                .orElseThrow();
        PrunePlan.Cost cost = new PrunePlan.Cost(0, 0);
        return new PrunePlan(
                List.of(new PrunePlan.GroupPlan(new ChannelCut(found, List.of(units)), "")),
                cost,
                cost,
                0,
                ChannelPruning.defaults());
    }

    /** Returns the mean squared distance of the outputs, and the distance of their means. */
    private static double[] error(OnnxModel one, OnnxModel other, List<Map<String, Tensor>> samples) {
        double squares = 0;
        double sum = 0;
        long count = 0;
        try (Session first = Session.open(one, SessionOptions.defaults());
                Session second = Session.open(other, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                float[] a = floats(first, sample);
                float[] b = floats(second, sample);
                for (int i = 0; i < a.length; i++) {
                    squares += (double) (a[i] - b[i]) * (a[i] - b[i]);
                    sum += a[i] - b[i];
                }
                count += a.length;
            }
        }
        return new double[] {squares / count, Math.abs(sum / count)};
    }

    private static float[] floats(Session session, Map<String, Tensor> sample) {
        return Objects.requireNonNull(session.run(sample, List.of("y")).get("y"))
                .floats();
    }

    /** Neuron 2 is twice neuron 0 less neuron 1, plus 3. */
    @Test
    void whatFollowsFromTheRestIsMissedByNobody() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                h = Gemm(x, w, b) transB=1
                y = Gemm(h, v, c) transB=1
                return y
                """, out -> {
            float[] w = weights.normal(3, 4);
            float[] b = {1, -1, 0};
            for (int i = 0; i < 4; i++) {
                w[8 + i] = 2 * w[i] - w[4 + i];
            }
            b[2] = 2 * b[0] - b[1] + 3;
            out.initializer("w", Tensor.ofFloats(w, 3, 4));
            out.initializer("b", Tensor.ofFloats(b, 3));
            out.initializer("v", weights.tensor(2, 3));
            out.initializer("c", weights.tensor(2));
        });
        PrunePlan plan = plan(model, "h", 2);
        List<Map<String, Tensor>> samples = samples(1, 20, 4);

        double plain = error(model, Quantizer.prune(model, plan).model(), samples)[0];
        OnnxModel made = Quantizer.prune(model, plan, Calibration.of(samples)).model();

        assertThat(made.graph().initializer("v").orElseThrow().dims()).containsExactly(2, 2);
        assertThat(plain).isGreaterThan(1);
        // the damping of the regression, a thousandth
        assertThat(error(model, made, samples)[0]).isLessThan(1e-4 * plain);
    }

    /** Behind rectifiers, and with borders of zeros, on samples that were not learnt from. */
    @ParameterizedTest
    @ValueSource(strings = {"Conv(a, v, c) pads=[1,1,1,1]", "Conv(a, v)"})
    void convolutionsLoseLessAndKeepTheirMean(String reader) {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 6, 6]
                h = Conv(x, w, b) pads=[1,1,1,1]
                a = Relu(h)
                y = %s
                return y
                """.formatted(reader), out -> {
            out.initializer("w", weights.tensor(12, 2, 3, 3));
            out.initializer("b", weights.tensor(12));
            out.initializer("v", weights.tensor(5, 12, 3, 3));
            out.initializer("c", weights.tensor(5));
        });
        PrunePlan plan = plan(model, "h", 1, 4, 6, 7);
        List<Map<String, Tensor>> others = samples(2, 20, 2, 6, 6);

        double[] plain = error(model, Quantizer.prune(model, plan).model(), others);
        OnnxModel made = Quantizer.prune(model, plan, Calibration.of(samples(1, 40, 2, 6, 6)))
                .model();
        double[] found = error(model, made, others);

        assertThat(made.graph().initializer("v").orElseThrow().dims()).containsExactly(5, 8, 3, 3);
        assertThat(found[0]).isLessThan(0.3 * plain[0]);
        assertThat(found[1]).isLessThan(0.2 * plain[1]);
    }

    @Test
    void productsWithoutBiasDoWithoutOne() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                h = MatMul(x, w)
                a = Relu(h)
                y = MatMul(a, v)
                return y
                """, out -> {
            out.initializer("w", weights.tensor(4, 12));
            out.initializer("v", weights.tensor(12, 3));
        });
        PrunePlan plan = plan(model, "h", 0, 3, 8);
        List<Map<String, Tensor>> samples = samples(1, 20, 4);

        double plain = error(model, Quantizer.prune(model, plan).model(), samples)[0];
        OnnxModel made = Quantizer.prune(model, plan, Calibration.of(samples)).model();

        assertThat(made.graph().nodes()).hasSize(3);
        assertThat(error(model, made, samples)[0]).isLessThan(0.5 * plain);
        assertThatThrownBy(() -> Quantizer.prune(model, plan, Calibration.of(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one is needed");
    }
}
