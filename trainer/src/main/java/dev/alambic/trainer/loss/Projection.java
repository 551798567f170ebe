package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Whether the student's features go through a learned linear map to the teacher's width before they are compared. */
public enum Projection {
    /** Where the widths differ. */
    AUTO,

    /** Always. */
    LINEAR,

    /** Never; other widths are refused. */
    NONE;

    boolean isNeeded(long student, long teacher) {
        return this == LINEAR || (this == AUTO && student != teacher);
    }

    /** Returns the first weights of a map [from, to], uniform with variance 1 / (3 from). */
    static NDArray draw(long from, long to, NDManager manager) {
        float bound = (float) (1 / Math.sqrt((double) from));
        NDArray weights = manager.randomUniform(-bound, bound, new Shape(from, to));
        weights.setRequiresGradient(true);
        return weights;
    }
}
