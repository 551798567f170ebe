package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The weights that the terms of an objective have of their own, which stand in checkpoints beside the network's. */
record Own(Map<String, NDArray> weights) {

    private static final String PREFIX = "term:";

    /** Returns these values with those of the terms. */
    Map<String, float[]> with(Map<String, float[]> network) {
        Map<String, float[]> all = new LinkedHashMap<>(network);
        weights.forEach((name, weight) -> all.put(PREFIX + name, weight.toFloatArray()));
        return all;
    }

    /**
     * Sets the weights of the terms, and returns the other values.
     *
     * @throws IllegalArgumentException if there are others
     */
    Map<String, float[]> taken(Map<String, float[]> all) {
        Map<String, float[]> network = new LinkedHashMap<>(all);
        for (Map.Entry<String, NDArray> entry : weights.entrySet()) {
            float[] values = network.remove(PREFIX + entry.getKey());
            if (values == null || values.length != entry.getValue().size()) {
                throw new IllegalArgumentException("checkpoint: it has other terms (expected weights of '"
                        + entry.getKey() + "', was " + names(all.keySet()) + ")");
            }
            entry.getValue().set(values);
        }
        return network;
    }

    private static String names(Set<String> names) {
        return names.stream().filter(name -> name.startsWith(PREFIX)).toList().toString();
    }
}
