package dev.alambic.quantizer.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Passes;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.prune.ChannelPruning;
import dev.alambic.quantizer.prune.PruningTarget;
import dev.alambic.quantizer.weightonly.WeightOnlyOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in 16 bits with a Cast behind them, as our own storage form writes them, are seen by what comes after. */
class StoredWeightsTest {
    private static final Tensor SAMPLE = new Weights(3).tensor(16, 64);

    private static OnnxModel stored(DataType type) {
        OnnxModel floats = GraphText.model("""
                x: float[batch, 64]
                h = Gemm(x, w1, b1)
                a = Relu(h)
                y = Gemm(a, w2)
                return y: float[batch, 24]
                """, b -> {
            Weights weights = new Weights(36);
            b.initializer("w1", weights.tensor(64, 48));
            b.initializer("b1", weights.tensor(48));
            b.initializer("w2", weights.tensor(48, 24));
        });
        return Quantizer.fp16(floats, Fp16Options.defaults().withType(type)).model();
    }

    private static long casts(OnnxModel model) {
        return model.graph().nodes().stream()
                .filter(node -> node.is("Cast"))
                .filter(node -> model.graph().constant(node, 0).isPresent())
                .count();
    }

    private static List<DataType> weights(OnnxModel model) {
        return model.graph().initializers().values().stream()
                .filter(tensor -> tensor.elementCount() > 1000)
                .map(Tensor::dataType)
                .toList();
    }

    private static double error(OnnxModel before, Result after) {
        return Agreement.between(before, after.model(), Map.of("x", SAMPLE)).relative();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "BFLOAT16"})
    void theyBecomeFloatsAndHalvesAgain(DataType type) {
        OnnxModel stored = stored(type);
        assertThat(WidenWeights.storedType(stored)).contains(type);
        assertThat(casts(stored)).isEqualTo(2);

        OnnxModel wide = Passes.run(new WidenWeights(), stored);
        assertThat(casts(wide)).isZero();
        assertThat(weights(wide)).containsOnly(DataType.FLOAT);

        OnnxModel narrow = Passes.run(new NarrowWeights(type), wide);
        assertThat(weights(narrow)).containsOnly(type);
    }

    @Test
    void dynamicIntegersSeeThem() {
        OnnxModel stored = stored(DataType.FLOAT16);
        Result made = Quantizer.int8Dynamic(stored);

        assertThat(weights(made.model())).hasSize(2).containsOnly(DataType.INT8);
        assertThat(error(stored, made)).as("some steps of 8 bits").isLessThan(0.05);
    }

    @Test
    void staticIntegersSeeThem() {
        OnnxModel stored = stored(DataType.FLOAT16);
        Result made = Quantizer.int8Static(stored, Calibration.of(List.of(Map.of("x", SAMPLE))));

        assertThat(weights(made.model())).hasSize(2).containsOnly(DataType.INT8);
        assertThat(error(stored, made)).as("some steps of 8 bits").isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void fewerBitsSeeThem(int bits) {
        OnnxModel stored = stored(DataType.FLOAT16);
        Result made = Quantizer.weightOnly(
                stored,
                WeightOnlyOptions.defaults()
                        .withCodes(WeightOnlyOptions.defaults().codes().withBits(bits)));

        assertThat(weights(made.model())).doesNotContain(DataType.FLOAT, DataType.FLOAT16);
        assertThat(error(stored, made)).as("some steps of 4 bits").isLessThan(0.3);
    }

    @Test
    void whatStaysFloatIsStoredInHalfAgain() {
        OnnxModel stored = stored(DataType.FLOAT16);
        Graph graph = stored.graph();
        String first = graph.nodes().stream()
                .filter(node -> node.is("Gemm"))
                .findFirst()
                .map(Node::name)
                .orElseThrow();
        Result made = Quantizer.weightOnly(
                stored,
                WeightOnlyOptions.defaults().withChosen(new WeightOnlyOptions.Chosen(List.of(first), true, true, 512)));

        assertThat(weights(made.model())).contains(DataType.FLOAT16).doesNotContain(DataType.FLOAT);
    }

    @Test
    void channelsAreCutBehindThem() {
        OnnxModel stored = stored(DataType.FLOAT16);
        Result made = Quantizer.prune(stored, ChannelPruning.defaults().withTarget(new PruningTarget.Ratio(0.5)));

        assertThat(weights(made.model())).containsOnly(DataType.FLOAT16);
        assertThat(made.model().graph().initializers().values())
                .anyMatch(
                        tensor -> tensor.dataType() == DataType.FLOAT16 && tensor.dim(1) == 24 && tensor.dim(0) == 64);
    }

    @Test
    void zeroedChannelsAreFoundBehindThem() {
        OnnxModel floats = GraphText.model("""
                x: float[batch, 64]
                h = Gemm(x, w1) transB=1
                a = Relu(h)
                y = Gemm(a, w2)
                return y: float[batch, 24]
                """, b -> {
            Weights weights = new Weights(37);
            b.initializer("w1", weights.zeroedRows(new int[] {1, 5, 7}, 48, 64));
            b.initializer("w2", weights.tensor(48, 24));
        });
        OnnxModel stored = Quantizer.fp16(floats, Fp16Options.defaults()).model();
        OnnxModel made = Quantizer.strip(stored).model();

        assertThat(weights(made)).hasSize(2).containsOnly(DataType.FLOAT16);
        assertThat(made.graph().initializers().values())
                .anyMatch(tensor -> tensor.elementCount() == 45 * 64)
                .anyMatch(tensor -> tensor.elementCount() == 45 * 24);
    }
}
