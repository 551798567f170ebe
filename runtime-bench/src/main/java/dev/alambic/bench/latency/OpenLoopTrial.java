package dev.alambic.bench.latency;

import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times models at given rates of calls, in turns of a slice of time each. */
public final class OpenLoopTrial {

    private static final int SLICES = 5;

    private OpenLoopTrial() {}

    /** Returns the results of each model in order, for each setting one for each rate. */
    public static List<List<OpenLoop>> measure(List<Candidate> candidates, Workload workload, Progress progress) {
        List<List<OpenLoop>> results = new ArrayList<>();
        candidates.forEach(candidate -> results.add(new ArrayList<>()));
        if (workload.rates().isEmpty()) {
            return results;
        }
        int done = 0;
        int total = workload.matrix().settings().size() * workload.rates().size();
        for (Setting setting : workload.matrix().settings()) {
            try (ReadyModels models = ReadyModels.open(candidates, 0, workload, setting)) {
                for (double rate : workload.rates()) {
                    progress.step(String.format(Locale.ROOT, "%.0f calls/s, %s", rate, setting), done++, total);
                    List<CallStream> streams = measure(models, workload, rate);
                    for (int i = 0; i < streams.size(); i++) {
                        results.get(i).add(streams.get(i).result(setting));
                    }
                }
            }
        }
        return results;
    }

    private static List<CallStream> measure(ReadyModels models, Workload workload, double rate) {
        double warmUp = workload.timing().warmUpSeconds();
        models.runs().forEach(run -> new Stopwatch(run, new Recording()).warmUp(warmUp / 4, warmUp));
        List<CallStream> streams = models.runs().stream()
                .map(run -> new CallStream(run, rate, Clock.SYSTEM))
                .toList();
        double slice = workload.timing().secondsPerSetting() / streams.size() / SLICES;
        for (int i = 0; i < SLICES; i++) {
            streams.forEach(stream -> stream.slice(slice));
        }
        return streams;
    }
}
