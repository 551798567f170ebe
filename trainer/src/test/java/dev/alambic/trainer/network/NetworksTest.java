package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.spec.ActivationFunction;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.NetworkSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NetworksTest {

    private static final InputMeaning IMAGE = new InputMeaning.Image(1, 28, 28, 0, 255);
    private static final Standardization PIXELS = new Standardization(List.of(0f), List.of(255f));

    private static InputMeaning table(int features) {
        return new InputMeaning.Table(
                IntStream.range(0, features).mapToObj(i -> "f" + i).toList());
    }

    private static Standardization plain(int features) {
        return new Standardization(Collections.nCopies(features, 0f), Collections.nCopies(features, 1f));
    }

    private static Block initialized(NDManager manager, NetworkSpec spec, InputMeaning input, int classes) {
        Standardization units = input.equals(IMAGE) ? PIXELS : plain((int) input.sampleShape()[0]);
        Block block = Networks.build(spec, input, units, classes);
        Networks.initialize(block, manager, input);
        return block;
    }

    @Test
    void parametersAreWeightsBiasesGainsAndOffsets() {
        TrainingThread.run(manager -> {
            assertThat(count(manager, NetworkSpec.mlp(256, 128, 64, 32))).isEqualTo(52_194);
            assertThat(count(manager, NetworkSpec.mlp(64, 32))).isEqualTo(4_322);
            assertThat(count(manager, NetworkSpec.mlp(64).withBatchNorm(false))).isEqualTo(31 * 64 + 65 * 2);
        });
    }

    private static long count(NDManager manager, NetworkSpec spec) {
        return Weights.of(initialized(manager, spec, table(30), 2)).count();
    }

    @Test
    void convolutionalNetworkHasTheParametersOfItsLayers() {
        Layer.Conv conv = Layer.Conv.defaults().withKernel(5, 0).withBatchNorm(false);
        NetworkSpec spec = NetworkSpec.cnn(
                conv,
                new Layer.MaxPool(5, 0),
                Layer.Linear.defaults().withUnits(128).withActivation(ActivationFunction.RELU),
                Layer.Linear.defaults());
        TrainingThread.run(manager -> {
            Block block = initialized(manager, spec, IMAGE, 10);
            assertThat(Weights.of(block).count()).isEqualTo(67_786);
            assertThat(Weights.of(block).layers().stream().map(WeightedLayer::label))
                    .containsExactly("conv1", "linear1", "linear2");
        });
    }

    @Test
    void residualAndPoolingLayersAnswerOneLogitAClass() {
        NetworkSpec spec = NetworkSpec.cnn(
                Layer.Conv.defaults().withFilters(4).withStride(2),
                new Layer.Residual(List.of(Layer.Conv.defaults().withFilters(4), new Layer.BatchNorm())),
                new Layer.Activation(ActivationFunction.SWISH),
                new Layer.AveragePool(2, 0),
                new Layer.Dropout(0.5),
                new Layer.GlobalAveragePool(),
                Layer.Linear.defaults());
        TrainingThread.run(manager -> {
            Block block = initialized(manager, spec, IMAGE, 10);
            float[] logits = new Inference(block, ModelInputs.of(IMAGE), manager).logits(new float[3 * 28 * 28], 3);
            assertThat(logits).hasSize(30);
            assertThat(Arrays.copyOf(logits, 10)).isEqualTo(Arrays.copyOfRange(logits, 20, 30));
        });
    }

    @Test
    void batchNormsFollowTheLayerTheyBelongTo() {
        TrainingThread.run(manager -> {
            Block block = initialized(manager, NetworkSpec.mlp(8), table(3), 2);
            List<WeightedLayer> layers = Weights.of(block).layers();
            assertThat(layers.get(0).followers()).hasSize(3);
            assertThat(layers.get(1).followers()).hasSize(1);
        });
    }

    @Test
    void rawValuesAreStandardizedInside() {
        Standardization units = new Standardization(List.of(100f, -1f), List.of(50f, 0.5f));
        TrainingThread.run(manager -> {
            Block block = Networks.withPreprocessing(ai.djl.nn.Blocks.identityBlock(), table(2), units);
            Networks.initialize(block, manager, table(2));
            float[] out =
                    new Inference(block, ModelInputs.of(table(2)), manager).logits(new float[] {150, -1, 50, 0}, 2);
            assertThat(out).containsExactly(new float[] {1, 0, -1, 2}, within(1e-6f));
        });
    }

    @ParameterizedTest
    @EnumSource(ActivationFunction.class)
    void everyActivationWorks(ActivationFunction activation) {
        NetworkSpec spec = NetworkSpec.mlp(4).withDropout(0.1).withActivation(activation);
        TrainingThread.run(manager -> {
            Block block = initialized(manager, spec, table(3), 2);
            assertThat(new Inference(block, ModelInputs.of(table(3)), manager).logits(new float[] {1, 2, 3}, 1))
                    .hasSize(2)
                    .doesNotContain(Float.NaN);
        });
    }

    @Test
    void layerThatDoesNotFitIsRefusedByItsPlace() {
        assertRefused(
                table(4),
                "layers[0]: needs an image (expected [channels, height, width], was [4])",
                Layer.Conv.defaults());
        assertRefused(
                IMAGE,
                "layers[1]: the window is larger than its input (expected at most 28, was 29)",
                Layer.Conv.defaults(),
                new Layer.MaxPool(29, 0));
        assertRefused(
                IMAGE,
                "layers: the last layer must give one value a class (expected 10, was [32])",
                Layer.Linear.defaults().withUnits(32));
        assertRefused(
                IMAGE,
                "layers[0]: the layers must keep the shape (expected [1, 28, 28], was [32, 28, 28])",
                Layer.Residual.defaults());
        assertRefused(
                IMAGE,
                "layers[0]: a layer's values must fit into one buffer (expected at most 536870911, was [2147483647, 784])",
                Layer.Linear.defaults().withUnits(Integer.MAX_VALUE));
        assertRefused(
                IMAGE,
                "layers[0]: a layer's values must fit into one buffer (expected at most 536870911, was"
                        + " [2000000000, 1, 3, 3])",
                Layer.Conv.defaults().withFilters(2_000_000_000));
    }

    private static void assertRefused(InputMeaning input, String message, Layer... layers) {
        assertThatThrownBy(() -> Networks.build(NetworkSpec.cnn(layers), input, PIXELS, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
