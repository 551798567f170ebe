package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;

/** What flows along an edge of the graph. */
sealed interface Value permits Value.Computed, IntegerArray {

    /** A tensor in the engine. */
    record Computed(NDArray array) implements Value {}
}
