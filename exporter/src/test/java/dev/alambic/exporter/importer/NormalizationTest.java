package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {

    private static OnnxModel batchNormalization(long opset, String attributes) {
        return Layers.model(opset, """
                x: float[4, 3, 5]
                scale = Weight() dims=[3]
                bias = Weight() dims=[3]
                mean = Weight() dims=[3]
                var = Positive() dims=[3]
                y = BatchNormalization(x, scale, bias, mean, var) %s
                return y
                """.formatted(attributes));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 9, 14, 15})
    void batchNormalizationOfEveryOpset(long opset) {
        Conformance.of(batchNormalization(opset, "epsilon=0.01 momentum=0.8")).holds();
    }

    @Test
    void statisticsOfEachElementBeforeOpset9() {
        Layers.conformance(7, """
                x: float[4, 3, 5]
                scale = Weight() dims=[3,5]
                bias = Weight() dims=[3,5]
                mean = Weight() dims=[3,5]
                var = Positive() dims=[3,5]
                y = BatchNormalization(x, scale, bias, mean, var) spatial=0
                return y
                """).holds();
    }

    /** The expected values are computed here from the formulas of the standard, with the variance of the batch. */
    @Test
    void statisticsMoveInTrainingAsTheMomentumSays() {
        OnnxModel model = batchNormalization(15, "momentum=0.75");
        TrainableGraph block = TrainableGraph.of(model);
        float[] values = Layers.random(new long[] {4, 3, 5}, 1, false).floats();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(4, 3, 5));
            NDArray x = manager.create(values, new Shape(4, 3, 5));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = block.forward(new ParameterStore(manager, false), new NDList(x), true)
                        .head();
                collector.backward(y.square().sum());
            }
            for (int channel = 0; channel < 3; channel++) {
                double mean = 0;
                double square = 0;
                for (int i = 0; i < 20; i++) {
                    double value = values[i / 5 * 15 + channel * 5 + i % 5];
                    mean += value / 20;
                    square += value * value / 20;
                }
                double variance = square - mean * mean;
                // float32: some roundings of numbers around 1
                assertThat((double) moved(block, "mean", channel))
                        .isCloseTo(0.75 * first(model, "mean", channel) + 0.25 * mean, Offset.offset(1e-6));
                assertThat((double) moved(block, "var", channel))
                        .isCloseTo(0.75 * first(model, "var", channel) + 0.25 * variance, Offset.offset(1e-6));
            }
        }
    }

    private static float moved(TrainableGraph block, String name, int channel) {
        return block.getParameters().values().stream()
                .filter(parameter -> parameter.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getArray()
                .toFloatArray()[channel];
    }

    private static float first(OnnxModel model, String name, int channel) {
        return model.graph().initializer(name).orElseThrow().floats()[channel];
    }

    @Test
    void statisticsStandStillInEvaluation() {
        OnnxModel model = batchNormalization(15, "momentum=0.5");
        TrainableGraph block = TrainableGraph.of(model);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(4, 3, 5));
            block.forward(new ParameterStore(manager, false), new NDList(manager.ones(new Shape(4, 3, 5))), false);
            assertThat(block.writeBack()).isEqualTo(model);
        }
    }

    @Test
    void aNodeInTrainingModeNormalizesByTheBatchAndGivesTheStatistics() {
        OnnxModel model = Layers.model(15, """
                x: float[2, 1, 2]
                scale = Constant() value_floats=[2.0]
                bias = Constant() value_floats=[1.0]
                mean = Constant() value_floats=[1.0]
                var = Constant() value_floats=[2.0]
                y, m, v = BatchNormalization(x, scale, bias, mean, var) training_mode=1 momentum=0.5 epsilon=0.0
                return y; m; v
                """);
        Map<String, Tensor> outputs =
                Conformance.block(model, Map.of("x", Tensor.ofFloats(new float[] {1, 3, 1, 3}, 2, 1, 2)));
        // mean 2, variance 1
        assertThat(Objects.requireNonNull(outputs.get("y")).floats()).containsExactly(-1, 3, -1, 3);
        assertThat(Objects.requireNonNull(outputs.get("m")).floats()).containsExactly(1.5f);
        assertThat(Objects.requireNonNull(outputs.get("v")).floats()).containsExactly(1.5f);
    }

    @ParameterizedTest
    @CsvSource({"-1, '5'", "1, '3,4,5'", "2, '4,5'"})
    void layerNormalization(int axis, String dims) {
        Layers.conformance(17, """
                x: float[2, 3, 4, 5]
                scale = Weight() dims=[%1$s]
                bias = Weight() dims=[%1$s]
                y = LayerNormalization(x, scale, bias) axis=%2$d epsilon=0.01
                return y
                """.formatted(dims, axis)).holds();
        Layers.conformance(17, """
                x: float[2, 3, 4, 5]
                scale = Weight() dims=[%1$s]
                y, m, s = LayerNormalization(x, scale) axis=%2$d
                return y; m; s
                """.formatted(dims, axis)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2, 6, 5", "2, 6, 4, 3", "2, 6, 2, 3, 2"})
    void instanceAndGroupNormalization(String dims) {
        String parameters = "x: float[" + dims + "]\nscale = Weight() dims=[6]\nbias = Weight() dims=[6]\n"
                + "few = Weight() dims=[3]\nless = Weight() dims=[3]\n";
        Layers.conformance(13, parameters + "y = InstanceNormalization(x, scale, bias) epsilon=0.01\nreturn y")
                .holds();
        Layers.conformance(18, parameters + "y = GroupNormalization(x, few, less) num_groups=3 epsilon=0.01\nreturn y")
                .holds();
        Layers.conformance(21, parameters + "y = GroupNormalization(x, scale, bias) num_groups=3\nreturn y")
                .holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LpNormalization(x) p=1 axis=1",
                "LpNormalization(x)",
                "LRN(x) size=3 alpha=0.3 beta=0.6 bias=2.0",
                "LRN(x) size=5 alpha=0.5",
                "MeanVarianceNormalization(x)",
                "MeanVarianceNormalization(x) axes=[1,2]"
            })
    void otherNormalizations(String call) {
        Layers.conformance(13, "x: float[2, 5, 3, 4]\ny = " + call + "\nreturn y")
                .holds();
    }

    @ParameterizedTest
    @CsvSource({"-1, '5'", "1, '4,5'"})
    void rootMeanSquareNormalization(int axis, String dims) {
        Layers.conformance(23, """
                x: float[3, 4, 5]
                scale = Weight() dims=[%s]
                y = RMSNormalization(x, scale) axis=%d epsilon=0.01
                return y
                """.formatted(dims, axis)).holds();
    }

    @Test
    void zerosStayZerosAndHaveAGradient() {
        OnnxModel model = Layers.model(13, "x: float[1, 3]\ny = LpNormalization(x)\nreturn y");
        TrainableGraph block = TrainableGraph.of(model);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.zeros(new Shape(1, 3));
            block.initialize(manager, DataType.FLOAT32, x.getShape());
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = block.forward(new ParameterStore(manager, false), new NDList(x), false)
                        .head();
                assertThat(y.toFloatArray()).containsOnly(0);
                collector.backward(y.sum());
            }
            assertThat(x.getGradient().toFloatArray()).doesNotContain(Float.NaN);
        }
    }
}
