package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quantization and back must give the very numbers of ONNX Runtime: a level off would be a whole step. */
class QuantizationTest {

    private static final String PER_TENSOR = """
            x: float[6, 40]
            q = QuantizeLinear(x, s, z)
            y = DequantizeLinear(q, s, z)
            return y: float[6, 40]
            """;

    /** Values of which many lie exactly between two levels, and some beyond the range. */
    private static Tensor halves(long... dims) {
        int size = (int) java.util.Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        Random random = new Random(1);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i % 3 == 0 ? 0.05f * (random.nextInt(600) - 300) / 2 : (float) random.nextGaussian() * 5;
        }
        return Tensor.ofFloats(values, dims);
    }

    private static void isExact(OnnxModel model, Map<String, Tensor> inputs) {
        assertThat(Conformance.block(model, inputs)).isEqualTo(Conformance.runtime(model, inputs));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT8", "UINT8", "UINT16"})
    void perTensor(DataType type) {
        int bytes = type.bits() / 8;
        java.nio.ByteBuffer zero = java.nio.ByteBuffer.allocate(bytes).put(0, (byte) 7);
        OnnxModel model = OnnxModel.of(
                GraphText.graph(PER_TENSOR, graph -> {
                    graph.initializer("s", Tensor.scalar(0.05f));
                    graph.initializer("z", Tensor.of(type, new long[0], zero));
                }),
                21);
        isExact(model, Map.of("x", halves(6, 40)));
    }

    @Test
    void levelsThemselvesAreTheIntegersOfTheRuntime() {
        OnnxModel model =
                GraphText.model("x: float[6, 40]\ny = QuantizeLinear(x, s, z)\nreturn y: uint8[6, 40]", graph -> {
                    graph.initializer("s", Tensor.scalar(0.05f));
                    graph.initializer("z", Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 200}));
                });
        isExact(model, Map.of("x", halves(6, 40)));
    }

    @Test
    void perChannelWeightsLearnThroughTheRounding() {
        OnnxModel model = GraphText.model("""
                x: float[3, 4]
                q = QuantizeLinear(w, s, z) axis=0
                d = DequantizeLinear(q, s, z) axis=0
                y = MatMul(x, d)
                return y: float[3, 5]
                """, graph -> {
            graph.initializer("w", halves(4, 5));
            graph.initializer("s", Tensor.ofFloats(new float[] {0.1f, 0.05f, 0.2f, 1}, 4));
            graph.initializer("z", Tensor.ofBytes(DataType.INT8, new byte[4], 4));
        });
        Conformance.of(model).outputsAgree();
        assertThat(TrainableGraph.of(model).getParameters().keys()).containsExactly("w");
        assertThat(TrainableGraph.of(model, TrainableOptions.defaults().withLearnScales(true))
                        .getParameters()
                        .keys())
                .containsExactlyInAnyOrder("w", "s");
    }

    @Test
    void perBlockWithAShorterLastBlock() {
        OnnxModel model = OnnxModel.of(
                GraphText.graph("""
                        x: float[3, 10]
                        q = QuantizeLinear(x, s, z) axis=1 block_size=5
                        y = DequantizeLinear(q, s, z) axis=1 block_size=5
                        return y: float[3, 10]
                        """, graph -> {
                    graph.initializer("s", Tensor.ofFloats(new float[] {0.1f, 0.05f, 0.2f, 1, 0.3f, 0.7f}, 3, 2));
                    graph.initializer("z", Tensor.ofBytes(DataType.INT8, new byte[] {1, 2, 3, 4, 5, -6}, 3, 2));
                }),
                21);
        isExact(model, Map.of("x", halves(3, 10)));
    }

    @Test
    void integerWeightsAreReadAsTheyAre() {
        OnnxModel model = GraphText.model(
                "x: float[3, 4]\nd = DequantizeLinear(w, s)\ny = MatMul(x, d)\nreturn y: float[3, 2]", graph -> {
                    graph.initializer(
                            "w", Tensor.ofBytes(DataType.INT8, new byte[] {1, -2, 3, 4, -128, 6, 7, 127}, 4, 2));
                    graph.initializer("s", Tensor.scalar(0.1f));
                });
        Conformance.of(model).outputsAgree();
    }

    /**
     * y = s * round(x / s): dy/dx = 1 inside and 0 outside, dy/ds = round(x / s) - x / s inside and the bound outside.
     */
    @Test
    void gradientPassesTheRoundingAndStopsAtTheBounds() {
        TrainableGraph block = TrainableGraph.of(rounding());
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, ai.djl.ndarray.types.DataType.FLOAT32, new Shape(4));
            NDArray x = manager.create(new float[] {0.26f, -0.44f, 100, -100});
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = block.forward(new ParameterStore(manager, false), new NDList(x), true)
                        .head();
                collector.backward(y.sum());
                assertThat(y.toFloatArray()).containsExactly(3 * 0.1f, -4 * 0.1f, 127 * 0.1f, -128 * 0.1f);
            }
            assertThat(x.getGradient().toFloatArray()).containsExactly(1, 1, 0, 0);
        }
    }

    private static OnnxModel rounding() {
        return GraphText.model("""
                x: float[4]
                q = QuantizeLinear(x, s, z)
                y = DequantizeLinear(q, s, z)
                return y: float[4]
                """, graph -> {
            graph.initializer("s", Tensor.ofFloats(new float[] {0.1f}, 1));
            graph.initializer("z", Tensor.ofBytes(DataType.INT8, new byte[1], 1));
        });
    }

    @Test
    void scaleLearnsByTheFormulaOfLearnedStepSizes() {
        TrainableGraph block =
                TrainableGraph.of(rounding(), TrainableOptions.defaults().withLearnScales(true));
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, ai.djl.ndarray.types.DataType.FLOAT32, new Shape(4));
            NDArray x = manager.create(new float[] {0.26f, -0.44f, 100, -100});
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(block.forward(new ParameterStore(manager, false), new NDList(x), true)
                        .head()
                        .sum());
            }
            float expected = (3 - 2.6f) + (-4 + 4.4f) + 127 - 128;
            // x / s is rounded to float32: 1e-5 of the largest term
            assertThat(block.getParameters().get("s").getArray().getGradient().toFloatArray()[0])
                    .isCloseTo(expected, org.assertj.core.data.Offset.offset(127e-5f));
        }
    }
}
