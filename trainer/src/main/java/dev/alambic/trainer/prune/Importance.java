package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.structure.Criterion.OfWeight;

/** How important the single values of a weight are. */
final class Importance {

    private Importance() {}

    /** Adds what the gradient of a batch shows. */
    static void add(NDArray importance, NDArray weight, OfWeight criterion) {
        importance.addi(
                criterion.worth(weight, weight.getGradient(), NDArray::mul).abs());
    }

    /** Returns what was added up, which is forgotten, or what the weight itself shows. */
    static float[] take(NDArray importance, NDArray weight, OfWeight criterion) {
        float[] values = (criterion.isLearnt() ? importance : weight.abs()).toFloatArray();
        importance.subi(importance);
        return values;
    }
}
