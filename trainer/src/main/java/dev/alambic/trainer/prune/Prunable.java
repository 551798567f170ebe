package dev.alambic.trainer.prune;

import dev.alambic.onnx.structure.Criterion.OfWeight;

/** Units of a network that are pruned one by one: weights, or channels; and the masks that hold them at zero. */
interface Prunable {

    String label();

    LayerUnits units();

    /** Adds the importance that the gradients of a batch show. */
    void observe(OfWeight criterion);

    /**
     * Scores the units and forgets what was observed.
     *
     * @param relative whether scores are divided by their mean
     */
    void score(OfWeight criterion, boolean relative);

    /** Brings the masks up to date with the units. */
    void updateMask();

    /** Zeroes what is pruned. */
    void hold();

    /** Returns 1 for each unit that is kept and 0 for each that is pruned. */
    default float[] kept() {
        float[] kept = new float[units().size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = units().isPruned(i) ? 0 : 1;
        }
        return kept;
    }
}
