package dev.alambic.onnx.serde;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a model is laid out on disk.
 *
 * @param weights where the elements of initializers go
 * @param externalThresholdBytes initializers of at least this size leave the model file when weights go outside
 */
@RecordBuilder
public record WriteOptions(Weights weights, long externalThresholdBytes) implements WriteOptionsBuilder.With {

    /** Where the elements of initializers go. */
    public enum Weights {
        /** Into the model file if that stays below what protobuf can hold, else outside. */
        AUTO,
        /** Into the model file; a model too large for that is refused. */
        INLINE,
        /** Into {@code <file>.data} beside the model file. */
        EXTERNAL
    }

    public WriteOptions {
        if (externalThresholdBytes < 1) {
            throw new IllegalArgumentException(
                    "the threshold for external data is at least 1 byte, was " + externalThresholdBytes);
        }
    }

    /** Returns the choice between inside and outside by size, with a threshold of 1 KiB. */
    public static WriteOptions defaults() {
        return new WriteOptions(Weights.AUTO, 1024);
    }
}
