package dev.alambic.bench;

/**
 * What a process takes to load and run one model, above what the same process took before it opened the model.
 *
 * <p>Each figure is the median over processes of a difference, bytes. Linux only.
 *
 * @param peakRssBytes highest resident set up to the end of the runs: what a device must have free
 * @param loadPeakRssBytes highest resident set up to the moment the session was open
 * @param anonBytes private memory after the runs
 * @param fileBytes memory mapped from files after the runs, which the system may take back
 * @param batch samples in each run
 * @param processes number of processes measured
 */
public record Memory(
        long peakRssBytes, long loadPeakRssBytes, long anonBytes, long fileBytes, int batch, int processes) {}
