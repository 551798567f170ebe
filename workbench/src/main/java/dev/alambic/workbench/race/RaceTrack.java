package dev.alambic.workbench.race;

import dev.alambic.bench.latency.LatencyTrial;
import dev.alambic.bench.machine.NoiseWatch;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.SyntheticFeeds;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.onnx.input.TypicalInputs;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.onnx.runtime.Hazards;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelved;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Times models in turns, as {@link dev.alambic.bench.Benchmark} does, and tells of each session. One race runs at a
 * time, or each would measure the other; those that come meanwhile wait in their order.
 */
public final class RaceTrack {
    private static final int MOST_MODELS = 8;
    private static final int MOST_WAITING = 8;
    private static final int SESSIONS = 6;
    /** At most 6 s for all models together, and the warm-up of each session. */
    private static final Timing TIMING = new Timing(SESSIONS, 60, 1200, 6, 0.5);

    private static final long LOOK_MILLIS = 500;
    /** Each model has feeds of its own. */
    private static final Feeds NOTHING = batch -> Map.of();

    private final Semaphore free = new Semaphore(1, true);
    private final Consumer<String> log;

    /** @param log is told why models cannot be measured */
    public RaceTrack(Consumer<String> log) {
        this.log = log;
    }

    /** Models at the start. */
    public static final class Race {
        private final List<Candidate> candidates;
        private final int batch;

        private Race(List<Candidate> candidates, int batch) {
            this.candidates = candidates;
            this.batch = batch;
        }

        private List<String> names() {
            return candidates.stream().map(Candidate::name).toList();
        }
    }

    /**
     * Prepares a race.
     *
     * @param names of the models, the first being what the others are compared with
     * @param samples that the models are fed; null for made ones
     * @throws Refusal if too many wait, or a model is not there or cannot be run
     */
    public Race prepare(Shelved shelved, List<String> names, @Nullable Dataset samples) {
        if (names.isEmpty() || names.size() > MOST_MODELS) {
            throw new Refusal(400, "models: expected 1 to " + MOST_MODELS + " names, was " + names.size());
        }
        if (free.getQueueLength() >= MOST_WAITING) {
            throw new Refusal(503, "too many races wait already (expected at most " + MOST_WAITING + "); try again");
        }
        List<Candidate> candidates = new ArrayList<>();
        int batch = 1;
        for (String name : names) {
            Candidate candidate = new Candidate(name, shelved.model(name));
            try {
                OnnxModel model = OnnxModel.read(candidate.file());
                Hazards.require(model);
                candidates.add(candidate.withFeeds(feeds(model, samples)));
                batch = TypicalInputs.fixedBatch(model).orElse(batch);
            } catch (InvalidModelException | UnsupportedModelException | UncheckedIOException e) {
                throw new Refusal(422, "model " + name + ": cannot be measured", e);
            }
        }
        return new Race(candidates, batch);
    }

    private static Feeds feeds(OnnxModel model, @Nullable Dataset samples) {
        if (samples != null) {
            try {
                SampleFeeds own = SampleFeeds.of(model, samples);
                return batch -> own.batch(0, batch);
            } catch (UnsupportedModelException | InvalidDataException e) {
                // takes something else than this run's data: made samples, then
            }
        }
        return SyntheticFeeds.of(model, InputSizes.free());
    }

    /**
     * Waits for its turn, and measures.
     *
     * @param told of each lap; what it throws, since nobody looks on any more, ends the race
     */
    public void run(Race race, Consumer<Lap> told) {
        try {
            while (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                told.accept(Lap.waiting(1 + free.getQueueLength(), SESSIONS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            told.accept(Lap.of(0, SESSIONS, List.of()));
            measure(race, told);
        } finally {
            free.release();
        }
    }

    private void measure(Race race, Consumer<Lap> told) {
        List<Latency> last;
        NoiseWatch watch = NoiseWatch.start();
        try {
            Workload workload = Workload.of(NOTHING).withTiming(TIMING).latencyOnly();
            AtomicInteger sessions = new AtomicInteger(1);
            last = LatencyTrial.measure(
                    race.candidates,
                    workload,
                    Setting.of(race.batch, 1),
                    soFar -> told.accept(
                            Lap.of(sessions.incrementAndGet(), SESSIONS, Lap.Timed.of(race.names(), soFar))));
        } catch (InvalidModelException | UnsupportedModelException | EndlessRunException | IllegalArgumentException e) {
            log.accept("race of " + race.names() + ": " + e.getMessage());
            told.accept(Lap.failed(SESSIONS, "these models cannot be measured side by side"));
            return;
        }
        told.accept(
                Lap.last(SESSIONS, Lap.Timed.of(race.names(), last), watch.end().warnings()));
    }
}
