package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Batch and sequence free at once; {@link Exporter} compares at (1, 4) and (5, 9) what it traced at (2, 7), (3, 11).
 */
class SequenceModelsTest {

    @Test
    void transformerEncoder() {
        OnnxModel model = export(new TransformerEncoderBlock(6, 2, 8, 0.1f, Activation::gelu));

        assertThat(opTypes(model)).contains("Softmax", "MatMul");
        assertThat(model.graph().outputs().get(0)).hasToString("output: float[batch, sequence, 6]");
    }

    @Test
    void bert() {
        BertBlock bert = BertBlock.builder()
                .setTokenDictionarySize(50)
                .optEmbeddingSize(8)
                .optHiddenSize(16)
                .optAttentionHeadCount(2)
                .optTransformerBlockCount(2)
                .optMaxSequenceLength(8)
                .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(bert, manager, new Shape(2, 8), new Shape(2, 8), new Shape(2, 8));
            Signature signature = Signature.of("tokens", DataType.INT64, "batch", 8)
                    .and("types", DataType.INT64, "batch", 8)
                    .and("mask", DataType.INT64, "batch", 8)
                    .range("tokens", 0, 50);

            OnnxModel model =
                    Exporter.export(bert, signature, ExportOptions.defaults().withTolerance(1e-4));

            assertThat(model.graph().outputs()).hasSize(2);
        }
    }

    @Test
    void meanOverTheSequenceAndCausalMask() {
        Block block = new SequentialBlock()
                .add(Linear.builder().setUnits(4).build())
                .addSingleton(x -> {
                    NDArray steps = x.getManager().arange((int) x.size(1));
                    NDArray mask = steps.expandDims(1)
                            .gte(steps.expandDims(0))
                            .toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
                    return mask.matMul(x).div(x.size(1)).sum(new int[] {1});
                });

        assertThat(opTypes(export(block))).contains("Range", "GreaterOrEqual");
    }

    private static OnnxModel export(Block block) {
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(block, manager, new Shape(2, 7, 6));
            OnnxModel model = Exporter.export(block, Signature.of("tokens", DataType.FLOAT, "batch", "sequence", 6));
            Expressions.assertNothingIsComputedFromConstants(model);
            return model;
        }
    }

    private static List<String> opTypes(OnnxModel model) {
        return model.graph().nodes().stream().map(Node::opType).toList();
    }
}
