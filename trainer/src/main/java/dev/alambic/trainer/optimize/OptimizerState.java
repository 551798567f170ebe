package dev.alambic.trainer.optimize;

import java.util.Map;

/**
 * What an optimizer remembers.
 *
 * @param steps made so far
 * @param arrays values by number of the moment and name of the weight
 */
public record OptimizerState(long steps, Map<String, float[]> arrays) {

    public OptimizerState {
        arrays = Map.copyOf(arrays);
    }
}
