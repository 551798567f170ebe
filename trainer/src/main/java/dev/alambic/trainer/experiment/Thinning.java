package dev.alambic.trainer.experiment;

import dev.alambic.onnx.OnnxModel;

/** Cuts channels of a model, for a student that starts from what is left of its teacher. */
@FunctionalInterface
public interface Thinning {

    /** Cuts nothing, and says so. */
    Thinning NONE = (model, part) -> {
        throw new IllegalArgumentException("channels: nothing here cuts channels (expected RunOptions.withThinning,"
                + " which the run of a recipe has)");
    };

    /**
     * Returns {@code model} without that part of the channels, heads and hidden units of each group that can only be
     * cut together.
     *
     * @param part above 0 and below 1
     */
    OnnxModel thinned(OnnxModel model, double part);
}
