package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How the weighted terms of an objective become one loss. */
public interface Balance {

    /** Adds them. */
    Balance SUM = (terms, signals) -> {
        NDArray total = null;
        for (NDArray term : terms) {
            total = total == null ? term : total.add(term);
        }
        return Objects.requireNonNull(total);
    };

    /**
     * Returns the loss.
     *
     * @param terms scalars, in the order of the objective
     */
    NDArray total(List<NDArray> terms, Signals signals);

    /** Returns this with the weights of its own that it needs; itself if it needs none. */
    default Balance fitted(NDManager manager) {
        return this;
    }

    /** Returns the weights of its own by name; they learn with the network and are dropped after the training. */
    default Map<String, NDArray> weights() {
        return Map.of();
    }

    /** Returns what it has come to, by the names of the figures of an epoch. */
    default Map<String, Double> figures() {
        return Map.of();
    }
}
