package dev.alambic.bench.latency;

import dev.alambic.bench.Latency;
import dev.alambic.bench.Setting;
import dev.alambic.bench.statistics.Interval;
import dev.alambic.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Times the runs of one model: each run into a histogram, each block of runs into one median. */
final class Stopwatch {

    private static final int WARM_UP_WINDOW = 10;
    private static final int FEWEST_WARM_UP_RUNS = 5;
    private static final double STEADY = 0.05;

    private final Runnable model;
    private final Histogram nanos = Histograms.empty();
    private final List<Double> medianNanos = new ArrayList<>();

    Stopwatch(Runnable model) {
        this.model = model;
    }

    /**
     * Runs until the median of the last 10 runs is within 5 % of that of the 10 before, or the time is over; at least 5
     * times.
     *
     * @return median time of the last runs, ns
     */
    double warmUp(double seconds) {
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        while (times.size() < FEWEST_WARM_UP_RUNS || (System.nanoTime() - start < seconds * 1e9 && !isSteady(times))) {
            times.add(timeOnce());
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
        record(times);
    }

    /** Takes in one block of times, ns. */
    void record(long[] times) {
        Arrays.stream(times).forEach(nanos::recordValue);
        medianNanos.add(Math.max(1, Statistics.median(times)));
    }

    private long timeOnce() {
        long start = System.nanoTime();
        model.run();
        return System.nanoTime() - start;
    }

    /** Returns the median of each block in order, ns. */
    double[] blockMedians() {
        return medianNanos.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns the figures, given the block medians of the baseline in the same rounds, ns. */
    Latency latency(Setting setting, double[] baseline) {
        double[] own = blockMedians();
        double[] ratios = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            ratios[i] = baseline[i] / own[i];
        }
        double p50Micros = Statistics.median(own) / 1000;
        Interval interval = Statistics.medianInterval(own);
        return new Latency(
                setting,
                Histograms.micros(nanos, p50Micros),
                new Interval(interval.low() / 1000, interval.high() / 1000),
                setting.batch() * 1e6 / p50Micros,
                Statistics.median(ratios),
                Statistics.medianInterval(ratios),
                nanos.getTotalCount(),
                own.length,
                Statistics.relativeSpread(own));
    }
}
