package dev.alambic.trainer.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The teacher's softened opinion: {@code T² mean over the batch of KL(softmax(teacher / T) || softmax(student / T))}.
 * The target is the teacher's logits. T² keeps the gradient at the size of that of the labels (Hinton, Vinyals and
 * Dean, arXiv:1503.02531, section 2).
 */
public final class SoftTargets implements LossTerm {

    private final NDArray inverseTemperature;
    private final NDArray squaredTemperature;

    /**
     * @param temperature T above 0
     * @param manager keeps two scalars as long as it lives
     */
    public SoftTargets(double temperature, NDManager manager) {
        inverseTemperature = manager.create((float) (1 / temperature));
        squaredTemperature = manager.create((float) (temperature * temperature));
    }

    @Override
    public NDArray loss(NDArray logits, NDArray target) {
        NDArray teacher = target.mul(inverseTemperature).logSoftmax(1);
        NDArray student = logits.mul(inverseTemperature).logSoftmax(1);
        return teacher.exp().mul(teacher.sub(student)).sum(new int[] {1}).mean().mul(squaredTemperature);
    }
}
