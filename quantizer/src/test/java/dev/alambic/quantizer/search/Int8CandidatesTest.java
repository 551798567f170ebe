package dev.alambic.quantizer.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.diff.OutputSqnr;
import dev.alambic.quantizer.explain.Explanation;
import dev.alambic.quantizer.explain.NodeExecution;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.Int8Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The search on a real network, of which one layer does not bear 8 bits. */
class Int8CandidatesTest {

    /** Three layers; the second reads a number a thousand times as large as the others, by a weight as much smaller. */
    private static OnnxModel network() {
        Weights weights = new Weights(7);
        return GraphText.model("""
                x: float[4, 32]
                h1 = Gemm(x, w1, b1) transB=1
                a1 = Relu(h1)
                h2 = Gemm(a1, w2, b2) transB=1
                a2 = Relu(h2)
                y = Gemm(a2, w3, b3) transB=1
                return y: float[4, 8]
                """, b -> {
            b.initializer("w1", scaled(weights.normal(32, 32), 1, 1000));
            b.initializer("b1", weights.tensor(32));
            b.initializer("w2", scaled(weights.normal(32, 32), 32, 1e-3f));
            b.initializer("b2", weights.tensor(32));
            b.initializer("w3", weights.tensor(8, 32));
            b.initializer("b3", weights.tensor(8));
        });
    }

    /** Multiplies 32 values of a 32 by 32 weight, {@code step} apart: the first row, or the first column. */
    private static Tensor scaled(float[] values, int step, float factor) {
        for (int i = 0; i < 32; i++) {
            values[i * step] *= factor;
        }
        return Tensor.ofFloats(values, 32, 32);
    }

    private static List<Map<String, Tensor>> samples() {
        List<Map<String, Tensor>> samples = new ArrayList<>();
        Probe.of(network()).samples(8, 3).forEach(samples::add);
        return samples;
    }

    private static Candidates candidates() {
        return Int8Candidates.of(
                network(),
                Calibration.of(samples()),
                Int8Options.defaults(),
                samples().get(0));
    }

    /** Integers take half the time, each unit as much as another. */
    private static List<Double> faked(List<OnnxModel> models) {
        return models.stream()
                .map(model -> 1000.0 - 100 * Explanation.of(model).integers())
                .toList();
    }

    @Test
    void unitsBecomeFloatByTheirNames() {
        Candidates candidates = candidates();
        List<String> names = candidates.units().stream().map(Int8Unit::name).toList();

        assertThat(names).hasSize(3);
        assertThat(Explanation.of(candidates.quantized(Set.of())).integerShare())
                .isEqualTo(1);
        assertThat(Explanation.of(candidates.quantized(Set.copyOf(names))).integers())
                .isZero();
        assertThat(Explanation.of(candidates.quantized(Set.of(names.get(1)))).floats())
                .extracting(NodeExecution::node)
                .contains("h2")
                .doesNotContain("y");
        assertThat(candidates.finished(Set.of()).metadata().get(ModelMetadata.HISTORY))
                .contains("QuantizeStatic");
    }

    @Test
    void theLayerThatDoesNotBearIntegersIsFound() {
        Candidates candidates = candidates();
        OutputSqnr sqnr = OutputSqnr.of(candidates.floating(), samples());
        List<String> names = candidates.units().stream().map(Int8Unit::name).toList();
        double all = sqnr.applyAsDouble(candidates.quantized(Set.of()));
        double without = sqnr.applyAsDouble(candidates.quantized(Set.of(names.get(1))));
        assertThat(without).as("dB without the bad layer").isGreaterThan(all + 6);

        SearchResult result = Search.run(
                candidates,
                Map.of(),
                Measures.of(sqnr, Int8CandidatesTest::faked),
                SearchOptions.of(Bound.minSqnr((all + without) / 2)));

        assertThat(result.chosen().floatUnits()).containsExactly(names.get(1));
        assertThat(sqnr.applyAsDouble(result.model())).isGreaterThanOrEqualTo((all + without) / 2);
    }
}
