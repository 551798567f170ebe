package dev.alambic.bench.latency;

import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Times models in turns, called in a closed loop; {@link dev.alambic.bench.Benchmark} says why in this way. */
public final class LatencyTrial {

    private LatencyTrial() {}

    /** Returns the latencies of each model in order, one for each setting. */
    public static List<List<Latency>> measure(List<Candidate> candidates, Workload workload, Progress progress) {
        List<List<Latency>> results = new ArrayList<>();
        candidates.forEach(candidate -> results.add(new ArrayList<>()));
        List<Setting> settings = workload.matrix().settings();
        for (int done = 0; done < settings.size(); done++) {
            Setting setting = settings.get(done);
            progress.step("latency, " + setting, done, settings.size());
            List<Latency> measured = measure(candidates, workload, setting, soFar -> {});
            for (int i = 0; i < measured.size(); i++) {
                results.get(i).add(measured.get(i));
            }
        }
        progress.step("latency", settings.size(), settings.size());
        return results;
    }

    /**
     * Returns the latency of each model in order, at one setting.
     *
     * @param soFar is told the same of what is measured until then, after each session but the first: one alone has no
     *     interval; what it throws ends the measurement
     */
    public static List<Latency> measure(
            List<Candidate> candidates, Workload workload, Setting setting, Consumer<List<Latency>> soFar) {
        List<Recording> recordings =
                candidates.stream().map(candidate -> new Recording()).toList();
        for (int session = 0; session < workload.timing().sessions(); session++) {
            try (ReadyModels models = ReadyModels.open(candidates, session, workload, setting)) {
                recordings.forEach(Recording::beginSession);
                List<Stopwatch> watches = IntStream.range(0, candidates.size())
                        .mapToObj(i -> new Stopwatch(models.runs().get(i), recordings.get(i)))
                        .toList();
                takeTurns(watches, workload.timing(), session == 0);
            }
            if (session > 0) {
                soFar.accept(latencies(recordings, setting));
            }
        }
        return latencies(recordings, setting);
    }

    private static List<Latency> latencies(List<Recording> recordings, Setting setting) {
        return recordings.stream()
                .map(recording -> recording.latency(setting, recordings.get(0)))
                .toList();
    }

    /** Times the models in turns, every other round in the opposite order, so that none always follows the same one. */
    private static void takeTurns(List<Stopwatch> watches, Timing timing, boolean cold) {
        // the first session warms Java's own code too
        double least = cold ? timing.warmUpSeconds() / 4 : 0;
        double[] expected = watches.stream()
                .mapToDouble(watch -> watch.warmUp(least, timing.warmUpSeconds()))
                .toArray();
        BlockPlan plan = BlockPlan.of(timing, expected);
        for (int round = 0; round < plan.rounds(); round++) {
            for (int turn = 0; turn < watches.size(); turn++) {
                int i = round % 2 == 0 ? turn : watches.size() - 1 - turn;
                watches.get(i).timeBlock(plan.runs().get(i));
            }
        }
    }
}
