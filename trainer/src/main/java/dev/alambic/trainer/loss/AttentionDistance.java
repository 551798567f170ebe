package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/** How far attention probabilities lie from others. */
public enum AttentionDistance {
    /** Kullback-Leibler divergence from the teacher's, of each query. */
    KL {
        @Override
        NDArray mean(NDArray student, NDArray teacher) {
            NDArray logarithm =
                    teacher.maximum(LEAST).log().sub(student.maximum(LEAST).log());
            return teacher.mul(logarithm).sum(new int[] {-1}).mean();
        }
    },

    /** Mean squared error. */
    MSE {
        @Override
        NDArray mean(NDArray student, NDArray teacher) {
            return FeatureDistance.MSE.mean(student, teacher);
        }
    },

    /** 1 less the cosine of the angle between the probabilities of a query. */
    COSINE {
        @Override
        NDArray mean(NDArray student, NDArray teacher) {
            return FeatureDistance.COSINE.mean(student, teacher);
        }
    };

    private static final float LEAST = 1e-12f;

    /**
     * Returns the mean over batch, heads and queries, a scalar.
     *
     * @param student probabilities [batch, heads, queries, keys]
     * @param teacher of the same shape
     */
    abstract NDArray mean(NDArray student, NDArray teacher);
}
