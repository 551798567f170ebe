package dev.alambic.bench.latency;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Latency;
import dev.alambic.bench.Progress;
import dev.alambic.bench.Setting;
import dev.alambic.bench.Timing;
import dev.alambic.bench.Workload;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Times models in turns; {@link dev.alambic.bench.Benchmark} says why in this way. */
public final class LatencyTrial {

    private final Workload workload;
    private final Progress progress;
    private final List<List<Latency>> results = new ArrayList<>();
    private int done;

    private LatencyTrial(Workload workload, Progress progress) {
        this.workload = workload;
        this.progress = progress;
    }

    /** Returns the latencies of each model in order: for each number of threads, the batch sizes. */
    public static List<List<Latency>> measure(List<Candidate> candidates, Workload workload, Progress progress) {
        LatencyTrial trial = new LatencyTrial(workload, progress);
        candidates.forEach(candidate -> trial.results.add(new ArrayList<>()));
        workload.threads().forEach(threads -> trial.measure(candidates, threads));
        return trial.results;
    }

    private void measure(List<Candidate> candidates, int threads) {
        SessionOptions options = SessionOptions.defaults().withThreads(threads).withProvider(workload.provider());
        List<OpenModel> models = new ArrayList<>();
        try {
            candidates.forEach(candidate -> models.add(OpenModel.open(candidate, options)));
            workload.batches().forEach(batch -> measure(models, new Setting(batch, threads, workload.provider())));
        } finally {
            models.forEach(OpenModel::close);
        }
    }

    private void measure(List<OpenModel> models, Setting setting) {
        int total = workload.batches().size() * workload.threads().size();
        String what = "latency, " + setting;
        progress.step(what, done, total);
        Map<String, Tensor> feeds = workload.feeds().of(setting.batch());
        List<PreparedRun> runs = new ArrayList<>();
        try {
            models.forEach(model -> runs.add(model.prepare(feeds)));
            List<Stopwatch> watches =
                    runs.stream().map(run -> new Stopwatch(run::run)).toList();
            takeTurns(watches);
            double[] baseline = watches.get(0).blockMedians();
            for (int i = 0; i < models.size(); i++) {
                results.get(i).add(watches.get(i).latency(setting, baseline));
            }
        } finally {
            runs.forEach(PreparedRun::close);
        }
        progress.step(what, ++done, total);
    }

    private void takeTurns(List<Stopwatch> watches) {
        Timing timing = workload.timing();
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
