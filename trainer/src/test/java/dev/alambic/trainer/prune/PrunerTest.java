package dev.alambic.trainer.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.Criterion.OfWeight;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.network.WeightedLayer;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.PruneSpec.Granularity;
import dev.alambic.trainer.spec.PruneSpec.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrunerTest {

    private static final PruneSpec HALF = PruneSpec.defaults().withEpochs(1, 1).withSparsity(0.5);

    private static WeightedLayer layer(NDManager manager, String label, Shape shape, float... values) {
        return new WeightedLayer(label, TrainingThread.weight(manager, shape, values), 0, List.of());
    }

    private static void backward(NDArray weight, NDArray gradient) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weight.mul(gradient).sum());
        }
    }

    @Test
    void magnitudeZeroesTheSmallestWeightsOfAllLayers() {
        TrainingThread.run(manager -> {
            WeightedLayer a = layer(manager, "linear1", new Shape(2, 2), 1, -5, 0.1f, 3);
            WeightedLayer b = layer(manager, "linear2", new Shape(1, 2), -0.2f, 9);
            Pruner pruner = new Pruner(HALF.withCriterion(OfWeight.MAGNITUDE), List.of(a, b), manager);
            assertThat(pruner.prune(1)).isTrue();
            assertThat(a.weight().toFloatArray()).containsExactly(0, -5, 0, 3);
            assertThat(b.weight().toFloatArray()).containsExactly(-0f, 9);
            assertThat(pruner.sparsity()).isEqualTo(0.5);
            assertThat(pruner.layerSparsity()).containsExactly(Map.entry("linear1", 0.5), Map.entry("linear2", 0.5));
        });
    }

    @Test
    void gradientAndTaylorSumOverBatches() {
        TrainingThread.run(manager -> {
            // sums over two batches: |g| = 3, 4, 6, 1; |w g| = 30, 4, 6, 10
            float[][] batches = {{1, -2, 3, 0.5f}, {-2, 2, 3, 0.5f}};
            assertThat(pruned(manager, OfWeight.GRADIENT, batches)).containsExactly(0, 1, 1, 0);
            assertThat(pruned(manager, OfWeight.TAYLOR, batches)).containsExactly(10, 0, 0, 10);
        });
    }

    private static float[] pruned(NDManager manager, OfWeight criterion, float[][] gradients) {
        WeightedLayer layer = layer(manager, "linear1", new Shape(2, 2), 10, 1, 1, 10);
        Pruner pruner = new Pruner(HALF.withCriterion(criterion), List.of(layer), manager);
        for (float[] gradient : gradients) {
            backward(layer.weight(), manager.create(gradient, new Shape(2, 2)));
            pruner.observe(1);
            layer.weight().getGradient().subi(layer.weight().getGradient());
        }
        pruner.prune(1);
        return layer.weight().toFloatArray();
    }

    @Test
    void channelGoesWithItsBiasAndNormAndTheLastLayerStays() {
        TrainingThread.run(manager -> {
            NDArray bias = TrainingThread.weight(manager, new Shape(2), 7, 8);
            NDArray gain = TrainingThread.weight(manager, new Shape(2), 1, 1);
            NDArray kernel = TrainingThread.weight(manager, new Shape(2, 1, 1, 2), 1, 1, 5, 5);
            WeightedLayer conv = new WeightedLayer("conv1", kernel, 0, List.of(bias, gain));
            WeightedLayer last = layer(manager, "linear1", new Shape(1, 2), 0.001f, 0.001f);
            PruneSpec spec = HALF.withCriterion(OfWeight.MAGNITUDE).withGranularity(Granularity.CHANNEL);
            Pruner pruner = new Pruner(spec, List.of(conv, last), manager);
            pruner.prune(1);
            assertThat(kernel.toFloatArray()).containsExactly(0, 0, 5, 5);
            assertThat(bias.toFloatArray()).containsExactly(0, 8);
            assertThat(gain.toFloatArray()).containsExactly(0, 1);
            assertThat(last.weight().toFloatArray()).containsExactly(0.001f, 0.001f);
        });
    }

    @Test
    void outputsAlongTheSecondAxisAreColumns() {
        TrainingThread.run(manager -> {
            NDArray weight = TrainingThread.weight(manager, new Shape(2, 3), 1, 9, 5, 1, 9, 5);
            NDArray bias = TrainingThread.weight(manager, new Shape(3), 1, 2, 3);
            WeightedLayer columns = new WeightedLayer("linear1", weight, 1, List.of(bias));
            WeightedLayer last = layer(manager, "linear2", new Shape(1, 1), 1);
            PruneSpec spec = HALF.withCriterion(OfWeight.MAGNITUDE)
                    .withGranularity(Granularity.CHANNEL)
                    .withSparsity(2 / 3.0);
            new Pruner(spec, List.of(columns, last), manager).prune(1);
            assertThat(weight.toFloatArray()).containsExactly(0, 9, 0, 0, 9, 0);
            assertThat(bias.toFloatArray()).containsExactly(0, 2, 0);
        });
    }

    @Test
    void layersOfDifferentScaleShareTheirChannelsFairly() {
        TrainingThread.run(manager -> {
            WeightedLayer small = layer(manager, "linear1", new Shape(4, 1), 0.1f, 0.2f, 0.3f, 0.4f);
            WeightedLayer large = layer(manager, "linear2", new Shape(4, 1), 10, 20, 30, 40);
            WeightedLayer last = layer(manager, "linear3", new Shape(1, 1), 1);
            PruneSpec spec = HALF.withCriterion(OfWeight.MAGNITUDE).withGranularity(Granularity.CHANNEL);
            Pruner pruner = new Pruner(spec, List.of(small, large, last), manager);
            pruner.prune(1);
            assertThat(pruner.layerSparsity()).containsOnly(Map.entry("linear1", 0.5), Map.entry("linear2", 0.5));
        });
    }

    @Test
    void scopeOfLayerPrunesEachAlike() {
        TrainingThread.run(manager -> {
            WeightedLayer small = layer(manager, "linear1", new Shape(2, 1), 0.1f, 0.2f);
            WeightedLayer large = layer(manager, "linear2", new Shape(2, 1), 10, 20);
            PruneSpec spec = HALF.withCriterion(OfWeight.MAGNITUDE).withScope(Scope.LAYER);
            new Pruner(spec, List.of(small, large), manager).prune(1);
            assertThat(small.weight().toFloatArray()).containsExactly(0, 0.2f);
            assertThat(large.weight().toFloatArray()).containsExactly(0, 20);
        });
    }

    @Test
    void masksHoldExactlyZeroAndCanBeRestored() {
        TrainingThread.run(manager -> {
            WeightedLayer layer = layer(manager, "linear1", new Shape(2, 2), 1, 2, 3, 4);
            PruneSpec spec = HALF.withCriterion(OfWeight.MAGNITUDE);
            Pruner pruner = new Pruner(spec, List.of(layer), manager);
            pruner.prune(1);
            layer.weight().addi(manager.ones(new Shape(2, 2)));
            Pruner restored = new Pruner(spec, List.of(layer), manager);
            restored.restore(pruner.masks());
            restored.hold();
            assertThat(layer.weight().toFloatArray()).containsExactly(0, 0, 4, 5);
            assertThat(restored.sparsity()).isEqualTo(0.5);
        });
    }

    @Test
    void onlyALastLayerHasNoChannelToPrune() {
        TrainingThread.run(manager -> {
            WeightedLayer last = layer(manager, "linear1", new Shape(1, 2), 1, 2);
            PruneSpec spec = HALF.withGranularity(Granularity.CHANNEL);
            assertThatThrownBy(() -> new Pruner(spec, List.of(last), manager)).hasMessageContaining("hidden layer");
        });
    }

    @Test
    void channelsOfAResidualStreamGoTogetherOnBothSides() {
        OnnxModel graph = GraphText.model("""
                x: float[batch, 2]
                a = MatMul(x, w0)
                b = MatMul(a, w1)
                r = Add(a, b)
                y = MatMul(r, w2)
                return y
                """, builder -> {
            builder.initializer("w0", Tensor.ofFloats(new float[4], 2, 2));
            builder.initializer("w1", Tensor.ofFloats(new float[4], 2, 2));
            builder.initializer("w2", Tensor.ofFloats(new float[2], 2, 1));
        });
        TrainingThread.run(manager -> {
            // the first channel has 1 + 1 + 1 + 1 + 2 + 9 (its own weight of w1 counts on both sides), the second less
            NDArray first = TrainingThread.weight(manager, new Shape(2, 2), 1, 2, 1, 2);
            NDArray second = TrainingThread.weight(manager, new Shape(2, 2), 1, 1, 2, 1);
            NDArray last = TrainingThread.weight(manager, new Shape(2, 1), 9, 1);
            PruneSpec spec = HALF.withCriterion(OfWeight.MAGNITUDE).withGranularity(Granularity.GROUP);
            Pruner pruner = new Pruner(spec, graph, Map.of("w0", first, "w1", second, "w2", last), manager);

            pruner.prune(1);

            assertThat(first.toFloatArray()).containsExactly(1, 0, 1, 0);
            assertThat(second.toFloatArray()).containsExactly(1, 0, 0, 0);
            assertThat(last.toFloatArray()).containsExactly(9, 0);
            assertThat(pruner.layerSparsity()).containsExactly(Map.entry("a", 0.5));
        });
    }

    @Test
    void aNetworkWithoutChannelsToCutIsRefused() {
        OnnxModel graph =
                GraphText.model("""
                x: float[batch, 2]
                y = MatMul(x, w)
                return y
                """, builder -> builder.initializer("w", Tensor.ofFloats(new float[4], 2, 2)));
        TrainingThread.run(manager -> {
            PruneSpec spec = HALF.withGranularity(Granularity.GROUP);
            NDArray weight = TrainingThread.weight(manager, new Shape(2, 2), 1, 2, 1, 2);
            assertThatThrownBy(() -> new Pruner(spec, graph, Map.of("w", weight), manager))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("prune: nothing to prune (expected channels that can be cut, was ");
        });
    }
}
