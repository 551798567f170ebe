package dev.alambic.bench.assertion;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.memory.MemoryTrial;
import dev.alambic.bench.quality.OutputTrial;
import dev.alambic.bench.record.ByteUnit;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Extras;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.SyntheticFeeds;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements about a model file, measured when they are made.
 *
 * <pre>{@code
 * assertThat(Path.of("student.onnx"))
 *         .isSmallerThan(1, MB)
 *         .isFasterThan(Path.of("teacher.onnx"), 2)
 *         .agreesWith(Path.of("teacher.onnx"), 0.99, samples)
 *         .usesLessMemoryThan(64, MB);
 * }</pre>
 *
 * <p>Speed is stated against another model alone, both measured in turns: a time of its own depends on the machine that
 * runs the test.
 */
public final class ModelAssert {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final int MEMORY_PROCESSES = 3;

    private final Path model;
    private final @Nullable Feeds inputs;
    private final Duration time;

    private ModelAssert(Path model, @Nullable Feeds inputs, Duration time) {
        this.model = model;
        this.inputs = inputs;
        this.time = time;
    }

    /** Begins statements about {@code model}, which is fed inputs made from its signature, one sample a call. */
    public static ModelAssert assertThat(Path model) {
        return new ModelAssert(model, null, SHORT);
    }

    /** Returns statements that feed the models {@code newInputs}. */
    public ModelAssert withInputs(Feeds newInputs) {
        return new ModelAssert(model, newInputs, time);
    }

    /** Returns statements that take about {@code newTime} to time models; 3 s if nothing is said. */
    public ModelAssert measuringFor(Duration newTime) {
        return new ModelAssert(model, inputs, newTime);
    }

    /** States that the file and its external weights take less than this. */
    public ModelAssert isSmallerThan(double amount, ByteUnit unit) {
        long size = new Candidate("model", model).bytes();
        check(size < unit.bytes(amount), "has %,d bytes, fewer than %,.0f were expected", size, unit.bytes(amount));
        return this;
    }

    /** States that the file and its external weights take less than those of {@code other}. */
    public ModelAssert isSmallerThan(Path other) {
        return isSmallerThan((double) new Candidate("other", other).bytes(), ByteUnit.B);
    }

    /** States that it is faster than {@code other}, one sample a call on one thread. */
    public ModelAssert isFasterThan(Path other) {
        return isFasterThan(other, 1);
    }

    /**
     * States that it is more than {@code factor} times as fast as {@code other}: the whole 95 % interval of the
     * speed-up must lie above it, so that chance does not decide.
     */
    public ModelAssert isFasterThan(Path other, double factor) {
        Timing timing = Timing.defaults().withSecondsPerSetting(time.toMillis() / 1000.0);
        Latency latency = measured(other, workload().withTiming(timing).latencyOnly())
                .latency()
                .get(0);
        check(
                latency.speedupInterval().low() > factor,
                "is %.2f times as fast as %s (95 %% interval %.2f to %.2f), more than %.2f was expected",
                latency.speedup(),
                other,
                latency.speedupInterval().low(),
                latency.speedupInterval().high(),
                factor);
        return this;
    }

    /**
     * States that a fresh process takes less than this to load and run it, at its peak. Linux only.
     *
     * @throws AssertionError also where memory cannot be measured
     */
    public ModelAssert usesLessMemoryThan(double amount, ByteUnit unit) {
        long peak = memory(model);
        check(
                peak < unit.bytes(amount),
                "takes %,d bytes of memory at its peak, fewer than %,.0f were expected",
                peak,
                unit.bytes(amount));
        return this;
    }

    /** States that a fresh process takes less to load and run it than for {@code other}. Linux only. */
    public ModelAssert usesLessMemoryThan(Path other) {
        return usesLessMemoryThan((double) memory(other), ByteUnit.B);
    }

    /**
     * States how often a classifier is right.
     *
     * @param accuracy 0 to 1
     * @param samples inputs, batch after batch
     * @param labels true classes of all samples in their order
     */
    public ModelAssert hasAccuracyAtLeast(
            double accuracy, Iterable<Map<String, Tensor>> samples, List<Integer> labels) {
        Double found = quality(List.of(new Candidate("model", model)), samples, labels)
                .map(Quality::accuracy)
                .orElse(null);
        check(found != null, "has no output of floats, an accuracy was expected");
        check(
                found != null && found >= accuracy,
                "has an accuracy of %.4f, at least %.4f was expected",
                found,
                accuracy);
        return this;
    }

    /**
     * States how often a classifier names the same class first as {@code other}.
     *
     * @param share of samples, 0 to 1
     * @param samples inputs, batch after batch
     */
    public ModelAssert agreesWith(Path other, double share, Iterable<Map<String, Tensor>> samples) {
        Double found = quality(
                        List.of(new Candidate("other", other), new Candidate("model", model)), samples, List.of())
                .map(Quality::likeness)
                .map(Likeness::agreement)
                .orElse(null);
        check(found != null, "is not a classifier of as many classes as %s, an agreement was expected", other);
        check(
                found != null && found >= share,
                "agrees with %s on %.4f of the samples, at least %.4f was expected",
                other,
                found,
                share);
        return this;
    }

    private static Optional<Quality> quality(
            List<Candidate> candidates, Iterable<Map<String, Tensor>> samples, List<Integer> labels) {
        Map<String, Quality> measured =
                OutputTrial.measure(candidates, any -> samples, labels, SessionOptions.defaults());
        return Optional.ofNullable(measured.get("model"));
    }

    private long memory(Path file) {
        Candidate candidate = candidate("model", file);
        MemoryTrial trial = MemoryTrial.measure(
                List.of(candidate),
                workload().withExtras(Extras.NONE.withMemoryProcesses(MEMORY_PROCESSES)),
                Progress.SILENT);
        Memory memory = trial.of(candidate);
        check(memory != null, "has memory that cannot be measured, which takes Linux %s", trial.notes());
        return memory == null ? 0 : memory.peakRssBytes();
    }

    private ModelResult measured(Path other, Workload workload) {
        return Benchmark.compare(candidate("other", other), List.of(candidate("model", model)), workload)
                .models()
                .get(1);
    }

    private static Workload workload() {
        return Workload.of(batch -> Map.of());
    }

    private Candidate candidate(String name, Path file) {
        return new Candidate(name, file)
                .withFeeds(inputs != null ? inputs : SyntheticFeeds.of(OnnxModel.read(file), InputSizes.free()));
    }

    private void check(boolean holds, String otherwise, @Nullable Object... values) {
        if (!holds) {
            throw new AssertionError(model + " " + String.format(Locale.ROOT, otherwise, values));
        }
    }
}
