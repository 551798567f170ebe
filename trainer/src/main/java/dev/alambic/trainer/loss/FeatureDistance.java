package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/** How far features lie from others. */
public enum FeatureDistance {
    /** Mean squared error. */
    MSE {
        @Override
        NDArray mean(NDArray student, NDArray teacher) {
            return NumberLoss.MSE.mean(student, teacher);
        }
    },

    /** Half the square below 1, the absolute error above; see {@link NumberLoss#SMOOTH_L1}. */
    SMOOTH_L1 {
        @Override
        NDArray mean(NDArray student, NDArray teacher) {
            return NumberLoss.SMOOTH_L1.mean(student, teacher);
        }
    },

    /** 1 less the cosine of the angle between the vectors of a place: the length does not count. */
    COSINE {
        @Override
        NDArray mean(NDArray student, NDArray teacher) {
            return Features.unit(student)
                    .mul(Features.unit(teacher))
                    .sum(new int[] {-1})
                    .mean()
                    .mul(-1)
                    .add(1);
        }
    };

    /**
     * Returns the mean over batch and places, a scalar.
     *
     * @param student [batch, places, width]
     * @param teacher of the same shape
     */
    abstract NDArray mean(NDArray student, NDArray teacher);
}
