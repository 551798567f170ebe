package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Every export is compared with the block in ONNX Runtime before it is returned; these tests look at the graph. */
class ExporterTest {

    @Test
    void perceptronIsOneNodePerLayer() {
        SequentialBlock mlp = new SequentialBlock();
        for (int units : new int[] {256, 128, 64, 32}) {
            mlp.add(Linear.builder().setUnits(units).build())
                    .add(BatchNorm.builder().build())
                    .add(Activation::relu)
                    .add(Dropout.builder().optRate(0.2f).build());
        }
        mlp.add(Linear.builder().setUnits(2).build());
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(mlp, manager, new Shape(1, 30));

            OnnxModel model = Exporter.export(
                    mlp, Signature.of("features", DataType.FLOAT, "batch", 30).output("logits"));

            assertThat(model.graph().nodes())
                    .extracting(Node::opType)
                    .containsExactly(
                            "Gemm",
                            "BatchNormalization",
                            "Relu",
                            "Gemm",
                            "BatchNormalization",
                            "Relu",
                            "Gemm",
                            "BatchNormalization",
                            "Relu",
                            "Gemm",
                            "BatchNormalization",
                            "Relu",
                            "Gemm");
            assertThat(model.graph().nodes())
                    .extracting(Node::name)
                    .startsWith("01Linear/Gemm", "02BatchNorm/BatchNormalization", "03LambdaBlock/Relu");
            assertThat(model.graph().initializers())
                    .containsKeys("01Linear.weight", "01Linear.bias", "02BatchNorm.gamma", "02BatchNorm.runningMean");
            assertThat(model.graph().outputs().get(0)).hasToString("logits: float[batch, 2]");
        }
    }

    @Test
    void constantsOfTheBlockBecomeInitializers() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.create(new float[] {1, 2, 3});
            NDArray scale = manager.create(new float[] {0.5f, 2, 4});
            Block block = new SequentialBlock()
                    .addSingleton(x -> x.sub(mean).div(scale))
                    .addSingleton(x -> x.mul(1 / 255f))
                    .add(Linear.builder().setUnits(4).build());
            RandomBlocks.initialize(block, manager, new Shape(1, 3));

            OnnxModel model = Exporter.export(block, signature());

            assertThat(model.graph().nodes()).extracting(Node::opType).containsExactly("Sub", "Div", "Mul", "Gemm");
            assertThat(model.graph().initializers()).hasSize(5);
        }
    }

    @Test
    void blockAndParametersStayAsTheyAreInAnyThread() throws InterruptedException, ExecutionException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = RandomBlocks.initialize(
                    new SequentialBlock()
                            .add(Linear.builder().setUnits(4).build())
                            .add(BatchNorm.builder().build())
                            .addSingleton(x -> x.addi(1)),
                    manager,
                    new Shape(1, 3));
            int arrays = manager.getManagedArrays().size();
            float[] weight =
                    block.getParameters().get("01Linear_weight").getArray().toFloatArray();
            ExecutorService thread = Executors.newSingleThreadExecutor();

            OnnxModel there =
                    thread.submit(() -> Exporter.export(block, signature())).get();
            OnnxModel here = Exporter.export(block, signature());

            thread.shutdown();
            assertThat(there).isEqualTo(here);
            assertThat(manager.getManagedArrays()).hasSize(arrays);
            assertThat(block.getParameters().get("01Linear_weight").getArray().toFloatArray())
                    .isEqualTo(weight);
        }
    }

    @Test
    void sharedParametersAreStoredOnce() {
        Linear shared = Linear.builder().setUnits(3).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = RandomBlocks.initialize(
                    new SequentialBlock().add(shared).add(Activation::relu).add(shared), manager, new Shape(1, 3));

            OnnxModel model = Exporter.export(block, signature());

            assertThat(model.graph().initializers()).containsOnlyKeys("01Linear.weight", "01Linear.bias");
        }
    }

    @Test
    void aWeightOfALayerThatRunsTwiceIsTransposedOnce() {
        Linear shared = Linear.builder().setUnits(3).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = RandomBlocks.initialize(
                    new SequentialBlock().add(shared).add(Activation::relu).add(shared), manager, new Shape(1, 5, 3));

            OnnxModel model = Exporter.export(block, Signature.of("x", DataType.FLOAT, "batch", 5, 3));

            assertThat(model.graph().nodes())
                    .extracting(Node::opType)
                    .containsExactly("MatMul", "Add", "Relu", "MatMul", "Add");
            assertThat(model.graph().initializers()).hasSize(2).containsKey("01Linear.bias");
        }
    }

    @Test
    void constantsThatAreAlikeAtOneSizeAloneStayApart() {
        Block block = LambdaBlock.singleton(x -> {
            NDArray row = x.getManager().ones(new Shape(1, 3)).mul(2);
            NDArray forEach = row.tile(new long[] {x.size(0), 1});
            NDArray two = row.tile(new long[] {2, 1}).sum();
            return x.mul(forEach).add(two);
        });

        assertThat(Exporter.export(block, signature()).graph().nodes())
                .extracting(Node::opType)
                .contains("Tile");
    }

    @Test
    void twoInputsAndSeveralNamedOutputs() {
        Block block = new LambdaBlock(inputs -> {
            NDArray x = inputs.get(0);
            NDArray weight = inputs.get(1);
            return new NDList(x.mul(weight), x.sum(new int[] {1}), x);
        });
        Signature signature = Signature.of("x", DataType.FLOAT, "batch", 3)
                .and("weight", DataType.FLOAT, "batch", 1)
                .output("weighted")
                .output("total")
                .output("same");

        OnnxModel model = Exporter.export(block, signature);

        assertThat(model.graph().inputs())
                .extracting(Object::toString)
                .containsExactly("x: float[batch, 3]", "weight: float[batch, 1]");
        assertThat(model.graph().outputs())
                .extracting(Object::toString)
                .containsExactly("weighted: float[batch, 3]", "total: float[batch]", "same: float[batch, 3]");
    }

    private static Signature signature() {
        return Signature.of("x", DataType.FLOAT, "batch", 3);
    }
}
