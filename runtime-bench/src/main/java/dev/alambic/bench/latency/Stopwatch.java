package dev.alambic.bench.latency;

import dev.alambic.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Times the runs of one model in one session. */
final class Stopwatch {

    private static final int WARM_UP_WINDOW = 10;
    private static final int FEWEST_WARM_UP_RUNS = 5;
    private static final double STEADY = 0.05;

    private final Runnable model;
    private final Recording recording;

    Stopwatch(Runnable model, Recording recording) {
        this.model = model;
        this.recording = recording;
    }

    /**
     * Runs for at least {@code least} seconds and until the median of the last 10 runs is within 5 % of that of the 10
     * before, or {@code most} seconds are over; at least 5 times.
     *
     * @return median time of the last runs, ns
     */
    double warmUp(double least, double most) {
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        double seconds = 0;
        while (times.size() < FEWEST_WARM_UP_RUNS || (seconds < most && (seconds < least || !isSteady(times)))) {
            times.add(timeOnce());
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return Math.max(1, lastMedian(times, 0));
    }

    static boolean isSteady(List<Long> times) {
        int enough = 2 * WARM_UP_WINDOW;
        // looked at once a window: looking after every run would sooner or later find two windows alike by chance
        if (times.size() < enough || times.size() % WARM_UP_WINDOW != 0) {
            return false;
        }
        double last = lastMedian(times, 0);
        double before = lastMedian(times, WARM_UP_WINDOW);
        return Math.abs(last - before) <= STEADY * before;
    }

    /** Returns the median of the last 10 times before the last {@code skipped} ones. */
    private static double lastMedian(List<Long> times, int skipped) {
        int end = times.size() - skipped;
        return Statistics.median(times.subList(Math.max(0, end - WARM_UP_WINDOW), end).stream()
                .mapToLong(Long::longValue)
                .toArray());
    }

    /** Runs once unrecorded, then {@code runs} times against the clock. */
    void timeBlock(int runs) {
        model.run();
        long[] times = new long[runs];
        for (int i = 0; i < runs; i++) {
            times[i] = timeOnce();
        }
        recording.record(times);
    }

    private long timeOnce() {
        long start = System.nanoTime();
        model.run();
        return System.nanoTime() - start;
    }
}
