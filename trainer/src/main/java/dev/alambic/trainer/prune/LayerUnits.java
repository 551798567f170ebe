package dev.alambic.trainer.prune;

/** The units of one layer: which are pruned, and how important the others are. */
final class LayerUnits {

    private final boolean[] pruned;
    private final int floor;
    private int prunedCount;
    float[] scores = new float[0];

    /** @param floor number of units that are never pruned */
    LayerUnits(int size, int floor) {
        this.pruned = new boolean[size];
        this.floor = floor;
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
