package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every model of a set exports at every opset, and agrees with the engine in ONNX Runtime. */
class OpsetContractTest {

    private static final long OLDEST = 13;
    private static final long NEWEST = 26;

    @TestFactory
    Stream<DynamicTest> convolutionalNetwork() {
        return atEveryOpset(OpsetContractTest::images, "image", 3, 12, 10);
    }

    @TestFactory
    Stream<DynamicTest> recurrentNetwork() {
        return atEveryOpset(OpsetContractTest::sequences, "tokens", 7, 6);
    }

    @TestFactory
    Stream<DynamicTest> transformer() {
        return atEveryOpset(
                () -> new SequentialBlock()
                        .add(new TransformerEncoderBlock(6, 2, 8, 0.1f, Activation::gelu))
                        .add(LayerNorm.builder().axis(2).build()),
                "tokens",
                7,
                6);
    }

    @TestFactory
    Stream<DynamicTest> operationsWhoseFormChanged() {
        return atEveryOpset(() -> new LambdaBlock(OpsetContractTest::operations), "x", 4, 6);
    }

    @Test
    void oldestAndNewest() {
        assertThatThrownBy(() -> ExportOptions.defaults().withOpset(OLDEST - 1))
                .hasMessageContaining("expected 13 to 26, was 12");
        assertThatThrownBy(() -> ExportOptions.defaults().withOpset(NEWEST + 1))
                .hasMessageContaining("expected 13 to 26, was 27");
        assertThat(ExportOptions.defaults().opset()).isEqualTo(17);
    }

    @Test
    void betterOperatorsWhereTheOpsetHasThem() {
        assertThat(opTypes(LayerNorm.builder().axis(2).build(), 16)).doesNotContain("LayerNormalization");
        assertThat(opTypes(LayerNorm.builder().axis(2).build(), 17)).containsExactly("LayerNormalization");
        assertThat(opTypes(LambdaBlock.singleton(Activation::gelu), 19)).contains("Erf");
        assertThat(opTypes(LambdaBlock.singleton(Activation::gelu), 20)).containsExactly("Gelu");
    }

    private static Block images() {
        return new SequentialBlock()
                .add(Conv2d.builder()
                        .setFilters(4)
                        .setKernelShape(new Shape(3, 3))
                        .build())
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(1, 1)))
                .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(1, 1), new Shape(1, 1)))
                .addSingleton(x -> x.getNDArrayInternal().interpolation(new long[] {14, 12}, 1, false))
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(3).build());
    }

    private static Block sequences() {
        return new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(5)
                        .optBatchFirst(true)
                        .build())
                .add(GRU.builder()
                        .setNumLayers(1)
                        .setStateSize(4)
                        .optBatchFirst(true)
                        .build());
    }

    private static NDList operations(NDList inputs) {
        NDArray x = inputs.head();
        NDArray parts = x.split(new long[] {2}, 1).get(0).pad(new Shape(1, 1), 0.5);
        NDArray reduced = x.mean(new int[] {1}, true)
                .add(x.max(new int[] {1}, true))
                .add(x.min(new int[] {1}, true))
                .add(x.abs().prod(new int[] {1}, true))
                .add(x.sum(new int[] {1}, true))
                .add(x.norm(new int[] {1}, true));
        NDArray assigned = x.mul(2);
        assigned.set(new NDIndex(":, 1:3"), 7);
        return new NDList(
                parts.logSoftmax(-1),
                reduced.squeeze(1),
                assigned.add(x.gather(x.argSort(2), 2)),
                x.topK(2, 2).get(0).cumSum(1),
                x.get(":, {}", x.getManager().create(new long[] {2, 0})).cumProd(1),
                x.argMax(2).oneHot(6));
    }

    private static Stream<DynamicTest> atEveryOpset(Supplier<Block> block, String input, long... dims) {
        return LongStream.rangeClosed(OLDEST, NEWEST)
                .mapToObj(opset -> DynamicTest.dynamicTest("opset " + opset, () -> {
                    OnnxModel model = export(block.get(), input, opset, dims);

                    assertThat(model.opset()).isEqualTo(opset);
                }));
    }

    private static List<String> opTypes(Block block, long opset) {
        return export(block, "x", opset, 4, 6).graph().nodes().stream()
                .map(Node::opType)
                .toList();
    }

    private static OnnxModel export(Block block, String input, long opset, long... dims) {
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(block, manager, new Shape(1).addAll(new Shape(dims)));
            Object[] free = Stream.concat(
                            Stream.of("batch"), LongStream.of(dims).boxed())
                    .toArray();
            return Exporter.export(
                    block,
                    Signature.of(input, DataType.FLOAT, free),
                    ExportOptions.defaults().withOpset(opset));
        }
    }
}
