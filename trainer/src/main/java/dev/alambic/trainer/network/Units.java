package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.alambic.data.set.Standardization;
import org.jspecify.annotations.Nullable;

/**
 * The last layer of a regression: {@code z * scale + mean} with constants, so that a network learns standardized
 * numbers and answers, like the model exported from it, in the units of the targets. Shape [batch, targets] in and out.
 */
final class Units extends AbstractBlock {

    private final Standardization targets;
    private @Nullable NDArray scale;
    private @Nullable NDArray mean;

    Units(Standardization targets) {
        this.targets = targets;
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        scale = manager.create(Preprocessing.floats(targets.scale()));
        mean = manager.create(Preprocessing.floats(targets.mean()));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray multiply = scale;
        NDArray add = mean;
        if (multiply == null || add == null) {
            throw new IllegalStateException("units: not initialized");
        }
        NDArray standardized = inputs.singletonOrThrow();
        Shape shape = standardized.getShape();
        int count = targets.mean().size();
        if (shape.dimension() != 2 || shape.get(1) != count) {
            throw new IllegalArgumentException("network: it does not answer with a number for each target"
                    + " (expected [batch, " + count + "], was " + shape + ")");
        }
        return new NDList(standardized.mul(multiply).add(add));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
