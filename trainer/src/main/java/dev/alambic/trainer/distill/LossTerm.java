package dev.alambic.trainer.distill;

import ai.djl.ndarray.NDArray;

/** One differentiable part of a training loss. */
public interface LossTerm {

    /**
     * Returns the mean loss over the batch, in nats, a scalar.
     *
     * @param logits of the network that learns [batch, classes], float32
     * @param target what it should say [batch, classes], float32; see the term for its meaning
     */
    NDArray loss(NDArray logits, NDArray target);
}
