package dev.alambic.bench.record;

import org.jspecify.annotations.Nullable;

/**
 * What a process takes to load and run one model, above what the same process took before it opened the model.
 *
 * <p>Each figure is the median over processes of a difference, bytes. Linux only.
 *
 * @param load until the session is open
 * @param run from then to the end of the runs
 * @param arenaPeakBytes the most that the runtime's own allocator had in use during the runs; null if unknown
 * @param javaBytesPerCall what Java's heap is asked for by one call; null if unknown
 * @param batch samples in each run
 * @param processes number of processes measured
 */
public record Memory(
        Resident load,
        Resident run,
        @Nullable Long arenaPeakBytes,
        @Nullable Long javaBytesPerCall,
        int batch,
        int processes) {

    /** Returns the highest resident set of loading and running: what a device must have free. */
    public long peakRssBytes() {
        return Math.max(load.peakBytes(), run.peakBytes());
    }
}
