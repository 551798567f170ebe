package dev.alambic.bench.latency;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Latency;
import dev.alambic.bench.Progress;
import dev.alambic.bench.Setting;
import dev.alambic.bench.Timing;
import dev.alambic.bench.Workload;
import java.util.ArrayList;
import java.util.List;

/** Times models in turns, called in a closed loop; {@link dev.alambic.bench.Benchmark} says why in this way. */
public final class LatencyTrial {

    private LatencyTrial() {}

    /** Returns the latencies of each model in order, one for each setting. */
    public static List<List<Latency>> measure(List<Candidate> candidates, Workload workload, Progress progress) {
        List<List<Latency>> results = new ArrayList<>();
        candidates.forEach(candidate -> results.add(new ArrayList<>()));
        List<Setting> settings = workload.settings();
        for (int done = 0; done < settings.size(); done++) {
            Setting setting = settings.get(done);
            progress.step("latency, " + setting, done, settings.size());
            List<Latency> measured = measure(candidates, workload, setting);
            for (int i = 0; i < measured.size(); i++) {
                results.get(i).add(measured.get(i));
            }
        }
        progress.step("latency", settings.size(), settings.size());
        return results;
    }

    private static List<Latency> measure(List<Candidate> candidates, Workload workload, Setting setting) {
        try (ReadyModels models = ReadyModels.open(candidates, workload, setting)) {
            List<Stopwatch> watches = models.runs().stream().map(Stopwatch::new).toList();
            takeTurns(watches, workload.timing());
            double[] baseline = watches.get(0).blockMedians();
            return watches.stream()
                    .map(watch -> watch.latency(setting, baseline))
                    .toList();
        }
    }

    private static void takeTurns(List<Stopwatch> watches, Timing timing) {
        double[] expected = watches.stream()
                .mapToDouble(watch -> watch.warmUp(timing.warmUpSeconds()))
                .toArray();
        BlockPlan plan = BlockPlan.of(timing, expected);
        for (int round = 0; round < plan.rounds(); round++) {
            for (int i = 0; i < watches.size(); i++) {
                watches.get(i).timeBlock(plan.runs().get(i));
            }
        }
    }
}
