package dev.alambic.exporter;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;

/** Blocks with random parameters, so that nothing is hidden by zeros and ones. */
final class RandomBlocks {

    private RandomBlocks() {}

    /** Initializes {@code block} and randomizes what starts as zero or one, statistics included. */
    static Block initialize(Block block, NDManager manager, Shape... inputs) {
        Engine.getInstance().setRandomSeed(7);
        block.initialize(manager, DataType.FLOAT32, inputs);
        block.getParameters().values().forEach(parameter -> randomize(parameter, manager));
        return block;
    }

    private static void randomize(Parameter parameter, NDManager manager) {
        if (parameter.getType() == Parameter.Type.WEIGHT) {
            return;
        }
        NDArray array = parameter.getArray();
        boolean positive =
                parameter.getType() == Parameter.Type.RUNNING_VAR || parameter.getType() == Parameter.Type.GAMMA;
        try (NDArray random = positive
                        ? manager.randomUniform(0.5f, 1.5f, array.getShape())
                        : manager.randomNormal(array.getShape());
                NDArray detached = array.stopGradient()) {
            random.copyTo(detached);
        }
    }
}
