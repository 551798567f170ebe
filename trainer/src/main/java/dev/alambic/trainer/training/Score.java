package dev.alambic.trainer.training;

import dev.alambic.data.set.Dataset;

/** How well the answers of an epoch fit, batch by batch, as the network learns from them. */
interface Score {

    /**
     * Adds a batch.
     *
     * @param answers to these samples, in the space of the losses [batch, values]
     */
    void add(Dataset data, int[] indices, float[] answers);

    /** Returns the figure; see {@link Lesson#measure}. */
    double value();
}
