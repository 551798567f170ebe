package dev.alambic.bench.latency;

import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.statistics.SessionInterval;
import dev.alambic.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The times of one model: each run in a histogram, each round as one median, the rounds by the session they ran in. */
final class Recording {

    private final Histogram nanos = Histograms.empty();
    private final List<List<Double>> sessions = new ArrayList<>();

    /** Takes note that what follows ran in a fresh session. */
    void beginSession() {
        sessions.add(new ArrayList<>());
    }

    /** Takes in one round of times, ns. */
    void record(long[] times) {
        Arrays.stream(times).forEach(nanos::recordValue);
        sessions.get(sessions.size() - 1).add(Math.max(1, Statistics.median(times)));
    }

    /** Returns the medians of the rounds by session, ns. */
    private List<double[]> medians() {
        return sessions.stream()
                .map(rounds -> rounds.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
    }

    /** Returns the figures, given the baseline's times of the same rounds. */
    Latency latency(Setting setting, Recording baseline) {
        List<double[]> own = medians();
        List<double[]> other = baseline.medians();
        List<double[]> ratios = IntStream.range(0, own.size())
                .mapToObj(i -> ratios(other.get(i), own.get(i)))
                .toList();
        double[] all = flat(own);
        double p50Micros = Statistics.median(all) / 1000;
        double speedup = Statistics.median(flat(ratios));
        Interval p50 = SessionInterval.of(p50Micros, own);
        return new Latency(
                setting,
                Histograms.micros(nanos, p50Micros),
                p50,
                setting.batch() * 1e6 / p50Micros,
                new Latency.Ratio(speedup, SessionInterval.of(speedup, ratios)),
                new Latency.Sampling(nanos.getTotalCount(), all.length, Statistics.relativeSpread(all)));
    }

    private static double[] ratios(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length];
        Arrays.setAll(ratios, i -> numerators[i] / denominators[i]);
        return ratios;
    }

    private static double[] flat(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
