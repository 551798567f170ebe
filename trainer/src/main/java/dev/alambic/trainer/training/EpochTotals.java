package dev.alambic.trainer.training;

/** Sums over the batches of an epoch; each batch counts by its samples. */
final class EpochTotals {

    private long samples;
    private long correct;
    private double loss;
    private double soft;
    private double hard;

    void add(int count, int correctCount, double batchLoss, double softLoss, double hardLoss) {
        samples += count;
        correct += correctCount;
        loss += batchLoss * count;
        soft += softLoss * count;
        hard += hardLoss * count;
    }

    double loss() {
        return loss / samples;
    }

    double soft() {
        return soft / samples;
    }

    double hard() {
        return hard / samples;
    }

    double accuracy() {
        return (double) correct / samples;
    }
}
