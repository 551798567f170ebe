package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * The vector of each token, learnt: tokens [batch, tokens] as whole numbers to [batch, tokens, size], float32, zero
 * where a text is padded.
 */
final class TokenEmbedding extends AbstractBlock {

    /** What the name of the table ends with; its rows are words, no neurons. */
    static final String TABLE = "embedding";

    private final int size;
    private final int padId;
    private final Parameter table;

    TokenEmbedding(int tokens, int size, int padId) {
        this.size = size;
        this.padId = padId;
        this.table = addParameter(Parameter.builder()
                .setName(TABLE)
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(tokens, size))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray ids = inputs.singletonOrThrow();
        NDArray weights = parameters.getValue(table, ids.getDevice(), training);
        NDArray known = ids.neq(padId).toType(DataType.FLOAT32, false).expandDims(2);
        NDArray vectors = Embedding.embedding(ids.toType(DataType.INT64, false), weights, SparseFormat.DENSE)
                .singletonOrThrow();
        return new NDList(vectors.mul(known));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(size)};
    }
}
