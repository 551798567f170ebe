package dev.alambic.trainer.prune;

import java.util.Arrays;
import java.util.List;

/** Prunes the units with the lowest scores, among all layers given; equal scores go in the order of the layers. */
final class Ranking {

    private Ranking() {}

    /**
     * Prunes until {@code target} units of all layers together are pruned, or every layer is down to its floor.
     *
     * @param target at least as many as are pruned already, else nothing happens
     */
    static void prune(List<LayerUnits> layers, int target) {
        int missing = target - layers.stream().mapToInt(LayerUnits::prunedCount).sum();
        long[] keys = keys(layers);
        for (int i = 0; i < keys.length && missing > 0; i++) {
            int position = (int) keys[i];
            int layer = 0;
            while (position >= layers.get(layer).size()) {
                position -= layers.get(layer).size();
                layer++;
            }
            if (layers.get(layer).prune(position)) {
                missing--;
            }
        }
    }

    /** The score's bits, which order as the scores do from 0 up, above the position among all layers. */
    private static long[] keys(List<LayerUnits> layers) {
        long[] keys = new long
                [layers.stream()
                        .mapToInt(units -> units.size() - units.prunedCount())
                        .sum()];
        int next = 0;
        int position = 0;
        for (LayerUnits units : layers) {
            for (int unit = 0; unit < units.size(); unit++, position++) {
                if (!units.isPruned(unit)) {
                    keys[next++] = (long) Float.floatToIntBits(units.scores[unit] + 0f) << 32 | position;
                }
            }
        }
        Arrays.sort(keys);
        return keys;
    }
}
