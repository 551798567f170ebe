package dev.alambic.trainer.training;

import java.util.stream.DoubleStream;

/** Sums over the batches of an epoch; each batch counts by its samples. */
final class EpochTotals {

    private final double[] parts;
    private final Score score;
    private long samples;
    private double loss;

    /**
     * Begins an epoch.
     *
     * @param terms number of parts of the loss
     * @param score that the answers add to
     */
    EpochTotals(int terms, Score score) {
        this.score = score;
        parts = new double[terms];
    }

    void add(int count, double batchLoss, float[] batchParts) {
        samples += count;
        loss += batchLoss * count;
        for (int i = 0; i < parts.length; i++) {
            parts[i] += (double) batchParts[i] * count;
        }
    }

    double loss() {
        return loss / samples;
    }

    /** Returns the mean of each part of the loss. */
    double[] parts() {
        return DoubleStream.of(parts).map(part -> part / samples).toArray();
    }

    Score score() {
        return score;
    }
}
