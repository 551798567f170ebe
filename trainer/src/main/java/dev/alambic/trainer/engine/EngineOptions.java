package dev.alambic.trainer.engine;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Where training runs.
 *
 * @param threads of the engine; results repeat bit by bit with 1
 */
@RecordBuilder
public record EngineOptions(int threads, Accelerator accelerator) implements EngineOptionsBuilder.With {

    /** What computes. */
    public enum Accelerator {
        CPU,
        CUDA
    }

    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: out of range (expected at least 1, was " + threads + ")");
        }
    }

    /** Returns: one thread on the CPU. */
    public static EngineOptions defaults() {
        return new EngineOptions(1, Accelerator.CPU);
    }
}
