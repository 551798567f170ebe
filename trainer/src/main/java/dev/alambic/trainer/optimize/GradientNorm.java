package dev.alambic.trainer.optimize;

import ai.djl.ndarray.NDArray;
import java.util.Collection;

/**
 * Limits the length of the gradient of all weights together: {@code g = g * limit / |g|} where |g| is above the limit
 * (Pascanu, Mikolov and Bengio, arXiv:1211.5063, algorithm 1).
 */
public final class GradientNorm {

    private GradientNorm() {}

    /** Returns the Euclidean length of all gradients together. */
    public static double of(Collection<NDArray> weights) {
        double squares = 0;
        for (NDArray weight : weights) {
            squares += weight.getGradient().square().sum().getFloat();
        }
        return Math.sqrt(squares);
    }

    /** Returns the factor that brings a gradient of length {@code norm} down to {@code limit}; 1 if it is not above. */
    public static double scale(double norm, double limit) {
        return norm > limit ? limit / norm : 1;
    }
}
