package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.LinearCollection;
import ai.djl.nn.core.Multiplication;
import ai.djl.nn.core.SparseMax;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.transformer.PointwiseFeedForwardBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers with random parameters and statistics; {@link Exporter} compares each with the engine. */
class LayersTest {

    @Test
    void convolutionalNetworkWithResidualAndBranches() {
        ParallelBlock residual = new ParallelBlock(lists -> new NDList(
                NDArrays.add(lists.stream().map(NDList::singletonOrThrow).toArray(ai.djl.ndarray.NDArray[]::new))));
        residual.add(new SequentialBlock()
                        .add(convolution(8, 3, 1))
                        .add(BatchNorm.builder().build())
                        .add(Activation::relu))
                .add(Blocks.identityBlock());
        ParallelBlock branches = new ParallelBlock(lists -> new NDList(NDArrays.concat(
                new NDList(lists.stream().map(NDList::singletonOrThrow).toList()), 1)));
        branches.add(convolution(4, 1, 0)).add(new SequentialBlock().add(convolution(4, 3, 1)));
        SequentialBlock net = new SequentialBlock()
                .add(convolution(8, 3, 1))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(residual)
                .add(branches)
                .add(Pool.avgPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)))
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(10).build());

        OnnxModel model = export(net, 1, 28, 28);

        assertThat(opTypes(model))
                .containsExactly(
                        "Conv",
                        "BatchNormalization",
                        "Relu",
                        "MaxPool",
                        "Conv",
                        "BatchNormalization",
                        "Relu",
                        "Add",
                        "Conv",
                        "Conv",
                        "Concat",
                        "AveragePool",
                        "GlobalAveragePool",
                        "Flatten",
                        "Gemm");
        assertThat(model.graph().nodes())
                .extracting(Node::name)
                .contains(
                        "04LambdaBlock/MaxPool",
                        "05ParallelBlock/01SequentialBlock/01Conv2d/Conv",
                        "05ParallelBlock/01SequentialBlock/03LambdaBlock/Relu");
    }

    @Test
    void groupsDilationStrideAndNoBias() {
        Block block = Conv2d.builder()
                .setFilters(6)
                .setKernelShape(new Shape(3, 2))
                .optGroups(2)
                .optDilation(new Shape(2, 1))
                .optStride(new Shape(2, 1))
                .optPadding(new Shape(1, 2))
                .optBias(false)
                .build();

        assertThat(opTypes(export(block, 4, 11, 9))).containsExactly("Conv");
    }

    @Test
    void convolutionOfSequences() {
        Block block = Conv1d.builder()
                .setFilters(5)
                .setKernelShape(new Shape(3))
                .optPadding(new Shape(1))
                .build();

        assertThat(opTypes(export(block, 3, 12))).containsExactly("Conv");
    }

    @Test
    void linearOnSequencesStoresItsWeightTransposed() {
        OnnxModel model = export(Linear.builder().setUnits(7).build(), 4, 6);

        assertThat(opTypes(model)).containsExactly("MatMul", "Add");
        assertThat(model.graph().initializers().values())
                .anySatisfy(tensor -> assertThat(tensor.dims()).containsExactly(6, 7));
    }

    @Test
    void batchNormOfTheLastAxis() {
        Block block = BatchNorm.builder().optAxis(2).build();

        assertThat(opTypes(export(block, 4, 6))).containsExactly("Transpose", "BatchNormalization", "Transpose");
    }

    @Test
    void batchNormWithoutScaleAndCenter() {
        Block block = BatchNorm.builder().optScale(false).optCenter(false).build();

        assertThat(opTypes(export(block, 4, 6))).containsExactly("BatchNormalization");
    }

    @ParameterizedTest
    @ValueSource(longs = {16, 17})
    void layerNorm(long opset) {
        Block block = LayerNorm.builder().axis(1, 2).build();

        assertThat(opTypes(export(block, ExportOptions.defaults().withOpset(opset), 4, 6)))
                .contains(opset == 17 ? "LayerNormalization" : "ReduceMean");
    }

    @TestFactory
    Stream<DynamicTest> otherLayersOfDjl() {
        return Stream.of(
                test("Conv3d", volumes(), 2, 5, 4, 6),
                test("Multiplication", Multiplication.builder().setUnits(3).build(), 4),
                test("LinearCollection", LinearCollection.builder().setUnits(3).build(), 4, 6),
                test("SparseMax", new SparseMax(-1, 2), 6),
                test("SparseMax of another axis", new SparseMax(1, 3), 6, 4),
                test("GhostBatchNorm", GhostBatchNorm.builder().build(), 6),
                test("PointwiseFeedForward", new PointwiseFeedForwardBlock(List.of(8), 6, Activation::relu), 4, 6));
    }

    @Test
    void transposedConvolutionThatTheEngineLacks() {
        Block block = Conv2dTranspose.builder()
                .setFilters(2)
                .setKernelShape(new Shape(3, 3))
                .build();

        assertThatThrownBy(() -> export(block, 3, 8, 8))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("DJL's PyTorch engine does not implement it");
    }

    private static DynamicTest test(String name, Block block, long... dims) {
        return DynamicTest.dynamicTest(
                name, () -> assertThat(export(block, dims).graph().outputs()).hasSize(1));
    }

    private static Conv3d volumes() {
        return Conv3d.builder()
                .setFilters(3)
                .setKernelShape(new Shape(3, 2, 3))
                .optPadding(new Shape(1, 0, 1))
                .build();
    }

    private static Conv2d convolution(int filters, int kernel, int padding) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(padding, padding))
                .build();
    }

    private static OnnxModel export(Block block, long... dims) {
        return export(block, ExportOptions.defaults(), dims);
    }

    private static OnnxModel export(Block block, ExportOptions options, long... dims) {
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(block, manager, new Shape(1).addAll(new Shape(dims)));
            Object[] free = new Object[dims.length + 1];
            free[0] = "batch";
            for (int i = 0; i < dims.length; i++) {
                free[i + 1] = dims[i];
            }
            return Exporter.export(block, Signature.of("x", DataType.FLOAT, free), options);
        }
    }

    private static List<String> opTypes(OnnxModel model) {
        return model.graph().nodes().stream().map(Node::opType).toList();
    }
}
