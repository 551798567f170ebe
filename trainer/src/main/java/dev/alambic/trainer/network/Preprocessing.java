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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first layer of every network: {@code (x - mean) / scale} with constants, so that a network, and the model
 * exported from it, takes raw values. Shape [batch, ...] in and out; one constant a feature or a channel, or one for
 * all pixels.
 */
final class Preprocessing extends AbstractBlock {

    private final Standardization standardization;
    private @Nullable NDArray mean;
    private @Nullable NDArray factor;

    Preprocessing(Standardization standardization) {
        this.standardization = standardization;
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        List<Float> scale = standardization.scale();
        Shape shape = constants(scale.size(), inputShapes[0]);
        mean = manager.create(floats(standardization.mean())).reshape(shape);
        factor = manager.create(floats(scale.stream().map(s -> 1 / s).toList())).reshape(shape);
    }

    /** Several constants for images are one a channel, [channels, 1, 1]. */
    private static Shape constants(int count, Shape input) {
        return count > 1 && input.dimension() == 4 ? new Shape(count, 1, 1) : new Shape(count);
    }

    static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray subtract = mean;
        NDArray multiply = factor;
        if (subtract == null || multiply == null) {
            throw new IllegalStateException("preprocessing: not initialized");
        }
        return new NDList(inputs.singletonOrThrow().sub(subtract).mul(multiply));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
