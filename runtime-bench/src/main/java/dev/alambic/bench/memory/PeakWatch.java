package dev.alambic.bench.memory;

import dev.alambic.bench.record.Resident;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the memory of this process. The system keeps the height of the peak, but not what it consists of: that is
 * taken from the highest of frequent readings.
 */
final class PeakWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = 500_000;

    private final Thread reader = new Thread(this::watch, "peak");
    private volatile boolean ended;
    private volatile ProcessMemory highest = ProcessMemory.now();

    static PeakWatch start() {
        PeakWatch watch = new PeakWatch();
        watch.reader.setDaemon(true);
        watch.reader.start();
        return watch;
    }

    private void watch() {
        while (!ended) {
            see(ProcessMemory.now());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private synchronized void see(ProcessMemory now) {
        if (now.residentBytes() > highest.residentBytes()) {
            highest = now;
        }
    }

    /** Begins anew. */
    synchronized void reset() {
        ProcessMemory.resetPeak();
        highest = ProcessMemory.now();
    }

    /** Returns the peak since the last reset, above what was there {@code before}. */
    synchronized Resident above(ProcessMemory before) {
        ProcessMemory now = ProcessMemory.now();
        see(now);
        return new Resident(
                Math.max(now.peakBytes(), highest.residentBytes()) - before.residentBytes(),
                highest.anonBytes() - before.anonBytes(),
                highest.fileBytes() - before.fileBytes());
    }

    @Override
    public void close() {
        ended = true;
    }
}
