package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/** How far numbers lie from others; d is the difference of standardized numbers, which have no unit. */
public enum NumberLoss {
    /** Mean squared error: the mean of d². */
    MSE,

    /**
     * The mean of d²/2 where |d| is below 1, of |d| - 1/2 elsewhere: outliers count less (Huber, Robust estimation of a
     * location parameter, 1964, with k = 1; Girshick, Fast R-CNN, ICCV 2015, equation 3).
     */
    SMOOTH_L1;

    /**
     * Returns the mean over batch and numbers, a scalar.
     *
     * @param answers standardized [batch, targets], float32
     * @param others of the same shape
     */
    NDArray mean(NDArray answers, NDArray others) {
        NDArray difference = answers.sub(others);
        if (this == MSE) {
            return difference.mul(difference).mean();
        }
        NDArray absolute = difference.abs();
        NDArray near = absolute.minimum(1f);
        return near.mul(near).mul(0.5f).add(absolute.sub(near)).mean();
    }
}
