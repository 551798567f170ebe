package dev.alambic.bench.latency;

import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.Setting;
import org.HdrHistogram.Histogram;

/**
 * Calls of one model that are due at a fixed rate, answered one after the other.
 *
 * <p>The time of a call counts from when it was due, not from when it began: a call that waits because the one before
 * it was slow is slow for whoever waits. Counting from the beginning would leave out just the worst waits (Gil Tene's
 * "coordinated omission").
 */
final class CallStream {

    /** A model that keeps up begins its last call within so many calls' time. */
    private static final double LATEST = 2;

    /** Time that a slice may take beyond its own before what is left of it is given up. */
    private static final double PATIENCE = 2;

    private final Runnable model;
    private final double rate;
    private final Clock clock;
    private final Histogram nanos = Histograms.empty();
    private int slices;
    private int kept;
    private long longestBacklog;
    private double seconds;

    CallStream(Runnable model, double ratePerSecond, Clock clock) {
        this.model = model;
        this.rate = ratePerSecond;
        this.clock = clock;
    }

    /** Answers the calls of {@code sliceSeconds}, at least one. */
    void slice(double sliceSeconds) {
        long calls = Math.max(1, Math.round(rate * sliceSeconds));
        double interval = 1e9 / rate;
        long start = clock.nanos();
        long giveUp = start + (long) (PATIENCE * calls * interval);
        long now = start;
        long begun = start;
        long call = 0;
        for (; call < calls && (call == 0 || now < giveUp); call++) {
            long due = start + (long) (call * interval);
            clock.waitUntil(due);
            now = clock.nanos();
            begun = now;
            long dueByNow = Math.min(calls, 1 + (long) ((now - start) / interval));
            longestBacklog = Math.max(longestBacklog, dueByNow - call - 1);
            model.run();
            now = clock.nanos();
            nanos.recordValue(now - due);
        }
        seconds += (begun - start + interval) / 1e9;
        slices++;
        kept += call == calls && begun - start <= (calls - 1 + LATEST) * interval ? 1 : 0;
    }

    OpenLoop result(Setting setting) {
        long calls = nanos.getTotalCount();
        return new OpenLoop(
                setting,
                new OpenLoop.Rates(rate, calls / seconds),
                Histograms.micros(nanos, nanos.getValueAtPercentile(50) / 1000.0),
                calls,
                longestBacklog,
                2 * kept > slices);
    }
}
