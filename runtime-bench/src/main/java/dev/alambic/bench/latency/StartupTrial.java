package dev.alambic.bench.latency;

import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Startup;
import dev.alambic.bench.statistics.Statistics;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.PreparedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Times what passes before the first answer, in fresh sessions that the models open in turns. */
public final class StartupTrial {

    private static final int BUFFER = 1 << 20;

    private StartupTrial() {}

    /** One fresh session, ns. */
    private record Sample(double file, double session, double firstRun) {}

    /** Returns the startup of each model in order; nothing if no sessions are wanted. */
    public static List<Startup> measure(List<Candidate> candidates, Workload workload, Progress progress) {
        int sessions = workload.extras().startupSessions();
        if (sessions == 0) {
            return List.of();
        }
        Setting setting = workload.matrix().smallest();
        List<List<Sample>> samples = new ArrayList<>();
        candidates.forEach(candidate -> samples.add(new ArrayList<>()));
        progress.step("startup", 0, 1);
        for (int round = 0; round < sessions; round++) {
            for (int i = 0; i < candidates.size(); i++) {
                Candidate candidate = candidates.get(i);
                Map<String, Tensor> feeds = workload.feeds(candidate).of(setting.batch());
                samples.get(i).add(sample(candidate, setting, feeds));
            }
        }
        return samples.stream().map(each -> median(each, setting)).toList();
    }

    private static Sample sample(Candidate candidate, Setting setting, Map<String, Tensor> feeds) {
        long start = System.nanoTime();
        candidate.files().forEach(StartupTrial::readThrough);
        long read = System.nanoTime();
        try (OpenModel model = OpenModel.open(candidate, setting)) {
            long open = System.nanoTime();
            try (PreparedRun run = model.prepare(feeds)) {
                long ready = System.nanoTime();
                run.run();
                return new Sample(read - start, open - read, System.nanoTime() - ready);
            }
        }
    }

    private static void readThrough(Path file) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private static Startup median(List<Sample> samples, Setting setting) {
        return new Startup(
                setting,
                micros(samples, Sample::file),
                micros(samples, Sample::session),
                micros(samples, Sample::firstRun),
                samples.size());
    }

    private static double micros(List<Sample> samples, ToDoubleFunction<Sample> part) {
        return Statistics.median(samples.stream().mapToDouble(part).toArray()) / 1000;
    }
}
