package dev.alambic.bench.gate;

import dev.alambic.bench.record.ModelResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate can ask of a model.
 *
 * @param symbol its name in a gate
 * @param dimension of its values, which are in seconds, bytes, joules, or plain
 * @param hint how to have it measured; empty if it always is
 */
record Metric(String symbol, Dimension dimension, Better better, Reader reader, String hint) {

    /** Which way is progress. */
    enum Better {
        LOWER,
        HIGHER
    }

    /** Finds the value, or nothing where it was not measured. */
    @FunctionalInterface
    interface Reader {
        @Nullable
        Double read(ModelResult model, Selector selector);
    }

    Optional<Quantity> of(ModelResult model, Selector selector) {
        return Optional.ofNullable(reader.read(model, selector)).map(value -> Quantity.of(value, dimension));
    }
}
