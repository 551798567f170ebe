package dev.alambic.trainer.engine;

/**
 * Where training runs.
 *
 * @param threads of the engine; results repeat bit by bit with 1
 */
public record EngineOptions(int threads, Accelerator accelerator) {

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

    public EngineOptions withThreads(int newThreads) {
        return new EngineOptions(newThreads, accelerator);
    }

    public EngineOptions withAccelerator(Accelerator newAccelerator) {
        return new EngineOptions(threads, newAccelerator);
    }
}
