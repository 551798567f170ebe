package dev.alambic.trainer.training;

import java.util.stream.DoubleStream;

/** Sums over the batches of an epoch; each batch counts by its samples. */
final class EpochTotals {

    private final double[] parts;
    private long samples;
    private long judgedSamples;
    private double points;
    private double loss;

    /** @param terms number of parts of the loss */
    EpochTotals(int terms) {
        parts = new double[terms];
    }

    /** @param judged samples that count for the points */
    void add(int count, int judged, double batchPoints, double batchLoss, float[] batchParts) {
        samples += count;
        judgedSamples += judged;
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

    /** Returns how many samples count for the points. */
    long judged() {
        return judgedSamples;
    }
}
