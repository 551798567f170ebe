package dev.alambic.trainer.training;

import java.util.stream.DoubleStream;

/** Sums over the batches of an epoch; each batch counts by its samples. */
final class EpochTotals {

    private final double[] parts;
    private long samples;
    private double points;
    private double loss;

    /** @param terms number of parts of the loss */
    EpochTotals(int terms) {
        parts = new double[terms];
    }

    void add(int count, double batchPoints, double batchLoss, float[] batchParts) {
        samples += count;
        points += batchPoints;
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

    double points() {
        return points;
    }

    long samples() {
        return samples;
    }
}
