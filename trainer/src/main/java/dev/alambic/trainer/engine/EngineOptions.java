package dev.alambic.trainer.engine;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Where training runs.
 *
 * @param threads of the engine; results repeat bit by bit with 1
 * @param keepMemory whether the C library is told to keep freed memory until the work is done, which saves up to half
 *     of the time of small convolutional networks; it frees as a new process does then, whatever it was told before, so
 *     it is for a process that is there to train
 */
@RecordBuilder
public record EngineOptions(int threads, Accelerator accelerator, boolean keepMemory)
        implements EngineOptionsBuilder.With {

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

    /** Returns: one thread on the CPU, nothing changed in the process. */
    public static EngineOptions defaults() {
        return new EngineOptions(1, Accelerator.CPU, false);
    }
}
