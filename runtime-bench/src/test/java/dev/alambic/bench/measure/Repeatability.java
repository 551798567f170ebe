package dev.alambic.bench.measure;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.SyntheticFeeds;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.input.InputSizes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The ratio between two models, measured again and again: how far it spreads, and how often its interval holds 1.
 *
 * <pre>{@code
 * Repeatability teacher.onnx student.onnx 10 5 loaded     two models, ten runs of 5 s, while another process loads a core
 * Repeatability teacher.onnx teacher.onnx 10 5 loaded     two copies of one model
 * }</pre>
 */
public final class Repeatability {

    private Repeatability() {}

    /** Takes two models, the number of runs, the seconds of each, and {@code quiet} or {@code loaded}. */
    public static void main(String[] arguments) throws Exception {
        Candidate first = candidate("first", arguments[0]);
        Candidate second = candidate("second", arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        Timing timing = Timing.defaults().withSecondsPerSetting(Double.parseDouble(arguments[3]));
        Process load = arguments[4].equals("loaded") ? load() : null;
        try {
            double[] ratios = new double[runs];
            int held = 0;
            for (int i = 0; i < runs; i++) {
                Latency latency = measure(first, second, timing);
                ratios[i] = latency.speedup();
                boolean holds = latency.speedupInterval().low() <= 1
                        && 1 <= latency.speedupInterval().high();
                held += holds ? 1 : 0;
                System.out.printf(
                        Locale.ROOT,
                        "%.4f  %.4f to %.4f  p50 %.1f µs, %d rounds%s%n",
                        ratios[i],
                        latency.speedupInterval().low(),
                        latency.speedupInterval().high(),
                        latency.p50Micros(),
                        latency.rounds(),
                        holds ? ", holds 1" : "");
            }
            print(ratios, held);
        } finally {
            if (load != null) {
                load.destroyForcibly();
            }
        }
    }

    private static Candidate candidate(String name, String file) {
        OnnxModel model = OnnxModel.read(Path.of(file));
        return new Candidate(name, Path.of(file)).withFeeds(SyntheticFeeds.of(model, InputSizes.free()));
    }

    private static Latency measure(Candidate first, Candidate second, Timing timing) {
        Workload workload = Workload.of(batch -> Map.of()).withTiming(timing).latencyOnly();
        return Benchmark.compare(first, List.of(second), workload)
                .models()
                .get(1)
                .latency()
                .get(0);
    }

    private static void print(double[] ratios, int held) {
        double mean = Arrays.stream(ratios).average().orElseThrow();
        double squares = Arrays.stream(ratios)
                .map(ratio -> (ratio - mean) * (ratio - mean))
                .sum();
        System.out.printf(
                Locale.ROOT,
                "mean %.4f, standard deviation %.2f %%, interval holds 1 in %d of %d%n",
                mean,
                100 * Math.sqrt(squares / (ratios.length - 1)) / mean,
                held,
                ratios.length);
    }

    /** Starts a process that keeps one core busy. */
    private static Process load() throws Exception {
        return new ProcessBuilder("sha256sum", "/dev/zero").start();
    }
}
