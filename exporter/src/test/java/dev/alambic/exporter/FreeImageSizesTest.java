package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Batch, height and width free at once; {@link Exporter} compares at 48 x 80 and 75 x 101 what it traced at 63 x 95 and
 * 65 x 97.
 */
class FreeImageSizesTest {

    private static final Signature.Sizes EVEN = new Signature.Sizes(List.of(64L, 80L), List.of(48L, 32L));

    private static final Signature.Sizes EVEN_WIDTH = new Signature.Sizes(List.of(96L, 112L), List.of(80L, 48L));

    @Test
    void classifierWithAGlobalPool() {
        OnnxModel model = export(
                new SequentialBlock()
                        .add(convolution(8, 2))
                        .add(BatchNorm.builder().build())
                        .add(Activation::relu)
                        .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)))
                        .add(convolution(16, 2))
                        .add(Pool.globalAvgPool2dBlock())
                        .add(Linear.builder().setUnits(10).build()),
                signature());

        assertThat(model.graph().outputs().get(0)).hasToString("output: float[batch, 10]");
    }

    @Test
    void fullyConvolutionalNetwork() {
        OnnxModel model = export(
                new SequentialBlock()
                        .add(convolution(4, 1))
                        .add(Activation::relu)
                        .add(convolution(2, 1)),
                signature());

        assertThat(model.graph().outputs().get(0)).hasToString("output: float[batch, 2, height, width]");
    }

    @Test
    void featuresEnlargedByAFactor() {
        OnnxModel model = export(
                new SequentialBlock()
                        .add(convolution(4, 2))
                        .add(convolution(4, 2))
                        .addSingleton(x -> enlarged(x, 2 * x.size(2), 2 * x.size(3))),
                signature());

        assertThat(model.graph().nodes()).extracting(Node::opType).contains("Resize");
    }

    @Test
    void featuresEnlargedToThoseOfAnotherBranch() {
        ParallelBlock branches = new ParallelBlock(lists -> {
            NDArray fine = lists.get(0).singletonOrThrow();
            NDArray coarse = lists.get(1).singletonOrThrow();
            return new NDList(fine.concat(enlarged(coarse, fine.size(2), fine.size(3)), 1));
        });
        branches.add(Blocks.identityBlock())
                .add(new SequentialBlock().add(convolution(4, 2)).add(convolution(4, 2)));

        OnnxModel model = export(new SequentialBlock().add(convolution(4, 2)).add(branches), signature());

        assertThat(model.graph().outputs().get(0)).hasToString("output: float[batch, 8, ?, ?]");
    }

    @Test
    void pixelsAsASequence() {
        OnnxModel model = export(
                LambdaBlock.singleton(
                        x -> x.reshape(x.size(0), 3, x.size(2) * x.size(3)).transpose(0, 2, 1)),
                signature());

        assertThat(model.graph().outputs().get(0)).hasToString("output: float[batch, height*width, 3]");
    }

    @Test
    void sizesThatTheBlockNeeds() {
        Block halves = LambdaBlock.singleton(
                x -> x.reshape(x.size(0), 3, 2, x.size(2) / 2, x.size(3)).mean(new int[] {2}));
        Signature free = Signature.of("image", DataType.FLOAT, "batch", 3, "height", 8);

        assertThatThrownBy(() -> export(halves, free))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "it runs at the sizes of the signature (expected a result for {image=float[2, 3, 63, 8]}");
        assertThat(export(halves, free.sizes("height", EVEN)).graph().outputs()).hasSize(1);
    }

    @Test
    void imageHalvedAndDoubledWithAShortcut() {
        Signature even = signature().sizes("height", EVEN).sizes("width", EVEN_WIDTH);

        assertThatThrownBy(() -> export(halvedAndDoubled(), signature())).isInstanceOf(IllegalArgumentException.class);
        assertThat(export(halvedAndDoubled(), even).graph().outputs().get(0))
                .hasToString("output: float[batch, 1, height, width]");
    }

    private static Block halvedAndDoubled() {
        ParallelBlock shortcut = new ParallelBlock(lists -> {
            NDArray image = lists.get(0).singletonOrThrow();
            NDArray features = lists.get(1).singletonOrThrow();
            return new NDList(image.concat(enlarged(features, 2 * features.size(2), 2 * features.size(3)), 1));
        });
        shortcut.add(Blocks.identityBlock()).add(new SequentialBlock().add(convolution(4, 2)));
        return new SequentialBlock().add(shortcut).add(convolution(1, 1));
    }

    @Test
    void kernelThatCoversTheImage() {
        Block block = LambdaBlock.singleton(
                x -> Pool.avgPool2d(x, new Shape(x.size(2), x.size(3)), new Shape(1, 1), new Shape(0, 0), false, true));

        assertThatThrownBy(() -> export(block, signature()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("a window has a fixed size")
                .hasMessageContaining("use a global pool");
    }

    @Test
    void layerThatNeedsAFixedSize() {
        Block block = new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(2).build());

        assertThatThrownBy(() -> export(block, signature()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fix a size that is not free");
    }

    private static NDArray enlarged(NDArray image, long height, long width) {
        return image.getNDArrayInternal().interpolation(new long[] {height, width}, 1, false);
    }

    private static Conv2d convolution(int filters, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(1, 1))
                .build();
    }

    private static Signature signature() {
        return Signature.of("image", DataType.FLOAT, "batch", 3, "height", "width");
    }

    private static OnnxModel export(Block block, Signature signature) {
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(block, manager, new Shape(1, 3, 64, 96));
            return Exporter.export(block, signature);
        }
    }
}
