package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.initializer.NormalInitializer;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.WeightInit;
import java.util.List;

/** Makes the block of a {@link NetworkSpec.TextCnn}: tokens [batch, length] to logits [batch, outputs]. */
final class TextNetwork {

    /** Deviation of the first vectors, small beside what is learnt; PyTorch draws them with 1. */
    private static final float DEVIATION = 0.1f;

    private TextNetwork() {}

    static Block of(NetworkSpec.TextCnn spec, InputMeaning.Text input, int outputs) {
        TokenEmbedding embedding = new TokenEmbedding(TokenizerSource.tokens(input), spec.embedding(), input.padId());
        embedding.setInitializer(new NormalInitializer(DEVIATION), parameter -> true);
        SequentialBlock block = new SequentialBlock().add(embedding);
        block.add(spec.kernels().isEmpty() ? mean() : FirstWeights.set(convolutions(spec), WeightInit.PYTORCH));
        dropout(spec, block);
        for (int units : spec.hidden()) {
            block.add(linear(units)).add(Activation.reluBlock());
            dropout(spec, block);
        }
        return block.add(linear(outputs));
    }

    private static Block linear(int units) {
        return FirstWeights.set(Linear.builder().setUnits(units).build(), WeightInit.PYTORCH);
    }

    private static void dropout(NetworkSpec.TextCnn spec, SequentialBlock block) {
        if (spec.dropout() > 0) {
            block.add(Dropout.builder().optRate((float) spec.dropout()).build());
        }
    }

    /** The mean over the tokens that there are; a vector of padding is zero throughout. */
    private static Block mean() {
        return LambdaBlock.singleton(
                vectors -> {
                    NDArray known = vectors.abs().sum(new int[] {2}, true).gt(0).toType(vectors.getDataType(), false);
                    NDArray count = known.sum(new int[] {1}).maximum(1);
                    return vectors.sum(new int[] {1}).div(count);
                },
                "mean");
    }

    private static Block convolutions(NetworkSpec.TextCnn spec) {
        List<Block> branches = spec.kernels().stream()
                .map(kernel -> (Block) new SequentialBlock()
                        .add(Conv1d.builder()
                                .setFilters(spec.filters())
                                .setKernelShape(new Shape(kernel))
                                .optPadding(new Shape(kernel / 2))
                                .build())
                        .add(Activation.reluBlock())
                        .add(LambdaBlock.singleton(found -> found.max(new int[] {2}), "strongest")))
                .toList();
        ParallelBlock all = new ParallelBlock(
                found -> new NDList(NDArrays.concat(
                        new NDList(found.stream().map(NDList::singletonOrThrow).toList()), 1)),
                branches);
        return new SequentialBlock()
                .add(LambdaBlock.singleton(vectors -> vectors.transpose(0, 2, 1), "channels"))
                .add(all);
    }
}
