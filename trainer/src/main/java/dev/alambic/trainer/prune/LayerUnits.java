package dev.alambic.trainer.prune;

/** The units of one layer: which are pruned, and how important the others are. */
final class LayerUnits {

    /** A layer keeps at least one unit in this many, so that the network stays connected. */
    private static final int KEEPS_ONE_IN = 20;

    private final boolean[] pruned;
    private final int floor;
    private int prunedCount;
    float[] scores = new float[0];

    /** @param floor number of units that are never pruned */
    LayerUnits(int size, int floor) {
        this.pruned = new boolean[size];
        this.floor = floor;
    }

    /** Units of which one in 20 is never pruned. */
    static LayerUnits of(int size) {
        return new LayerUnits(size, Math.max(1, size / KEEPS_ONE_IN));
    }

    /** @param relative whether the scores are divided by their mean */
    void score(float[] newScores, boolean relative) {
        scores = newScores;
        double sum = 0;
        for (float score : scores) {
            sum += score;
        }
        for (int i = 0; relative && sum > 0 && i < scores.length; i++) {
            scores[i] = (float) (scores[i] * scores.length / sum);
        }
    }

    int size() {
        return pruned.length;
    }

    int prunedCount() {
        return prunedCount;
    }

    boolean isPruned(int unit) {
        return pruned[unit];
    }

    /** Prunes a unit unless the layer is down to its floor; returns whether it did. */
    boolean prune(int unit) {
        if (pruned[unit] || pruned.length - prunedCount <= floor) {
            return false;
        }
        pruned[unit] = true;
        prunedCount++;
        return true;
    }

    double sparsity() {
        return (double) prunedCount / pruned.length;
    }
}
