package dev.alambic.bench.workload;

/** Told how far a long measurement is. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = (what, done, total) -> {};

    /**
     * Takes note of a step.
     *
     * @param what the step that begins, such as {@code latency, batch 32, 1 thread}
     * @param done steps finished
     * @param total steps in all of this kind
     */
    void step(String what, int done, int total);
}
