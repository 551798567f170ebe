package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.basicmodelzoo.nlp.SimpleTextDecoder;
import ai.djl.basicmodelzoo.nlp.SimpleTextEncoder;
import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableTextEmbedding;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.BertPretrainingBlock;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attention with and without masks and with inputs of its own for key, query and value; DJL's networks for text. */
class AttentionTest {

    private static final ScaledDotProductAttentionBlock.Builder ATTENTION =
            ScaledDotProductAttentionBlock.builder().setEmbeddingSize(6).setHeadCount(2);

    @Test
    void selfAttention() {
        OnnxModel model = export(ATTENTION.build(), sequence("x"), new Shape(2, 7, 6));

        assertThat(model.graph().outputs().get(0)).hasToString("output: float[batch, sequence, 6]");
    }

    @Test
    void selfAttentionWithAMask() {
        Signature signature = sequence("x").and("mask", DataType.INT64, "batch", "sequence", "sequence");

        assertThat(export(ATTENTION.build(), signature, new Shape(2, 7, 6))
                        .graph()
                        .outputs())
                .hasSize(1);
    }

    @Test
    void attentionFromOneSequenceToAnother() {
        Signature signature = sequence("key")
                .and("query", DataType.FLOAT, "batch", "queries", 6)
                .and("value", DataType.FLOAT, "batch", "sequence", 6)
                .and("mask", DataType.INT64, "batch", "queries", "sequence");

        assertThat(export(ATTENTION.build(), signature, new Shape(2, 7, 6))
                        .graph()
                        .outputs()
                        .get(0))
                .hasToString("output: float[batch, queries, 6]");
    }

    /** At a batch of 1, DJL's block drops the batch and does not run. */
    @Test
    void bertForPretraining() {
        Signature signature = Signature.of("tokens", DataType.INT64, "batch", 8)
                .and("types", DataType.INT64, "batch", 8)
                .and("mask", DataType.INT64, "batch", 8)
                .and("masked", DataType.INT64, "batch", 3)
                .range("tokens", 0, 50)
                .range("masked", 0, 8)
                .sizes("batch", new Signature.Sizes(List.of(2L, 5L), List.of(3L, 4L)));
        Block bert = new BertPretrainingBlock(BertBlock.builder()
                .setTokenDictionarySize(50)
                .optEmbeddingSize(8)
                .optHiddenSize(16)
                .optAttentionHeadCount(2)
                .optTransformerBlockCount(1)
                .optMaxSequenceLength(8));

        OnnxModel model = export(bert, signature, new Shape(2, 8), new Shape(2, 8), new Shape(2, 8), new Shape(2, 3));

        assertThat(model.graph().outputs()).hasSize(2);
    }

    @Test
    void textEncoder() {
        Signature tokens =
                Signature.of("tokens", DataType.INT64, "batch", "sequence").range("tokens", 0, 4);

        OnnxModel model = export(new SimpleTextEncoder(embedding(), lstm(true)), tokens, new Shape(2, 7));

        assertThat(model.graph().outputs()).hasSize(3);
    }

    /** Ten tokens one after the other, each of the one before. */
    @Test
    void textDecoder() {
        Signature token = Signature.of("token", DataType.INT64, "batch", 1).range("token", 0, 4);

        OnnxModel model = export(new SimpleTextDecoder(embedding(), lstm(false), 5), token, new Shape(2, 1));

        assertThat(model.graph().outputs()).hasSize(1);
    }

    private static TrainableTextEmbedding embedding() {
        DefaultVocabulary words = DefaultVocabulary.builder()
                .add(List.of("a", "b", "c", "d"))
                .optUnknownToken()
                .build();
        return new TrainableTextEmbedding(new TrainableWordEmbedding(words, 6));
    }

    private static LSTM lstm(boolean returnState) {
        return LSTM.builder()
                .setNumLayers(1)
                .setStateSize(5)
                .optReturnState(returnState)
                .build();
    }

    private static Signature sequence(String name) {
        return Signature.of(name, DataType.FLOAT, "batch", "sequence", 6);
    }

    private static OnnxModel export(Block block, Signature signature, Shape... shapes) {
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(block, manager, shapes);
            OnnxModel model =
                    Exporter.export(block, signature, ExportOptions.defaults().withTolerance(1e-4));
            Expressions.assertNothingIsComputedFromConstants(model);
            return model;
        }
    }
}
