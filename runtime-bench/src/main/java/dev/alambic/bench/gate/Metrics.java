package dev.alambic.bench.gate;

import dev.alambic.bench.gate.Metric.Better;
import dev.alambic.bench.gate.Metric.Reader;
import dev.alambic.bench.record.Energy;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Startup;
import dev.alambic.bench.record.Times;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a gate can ask for. */
final class Metrics {

    static final List<Metric> ALL = List.of(
            latency("p50", Times::p50, Hint.LATENCY),
            latency("p90", Times::p90, Hint.runs(100)),
            latency("p99", Times::p99, Hint.runs(1000)),
            latency("p999", Times::p999, Hint.runs(10_000)),
            latency("mean", Times::mean, Hint.LATENCY),
            latency("deviation", Times::deviation, Hint.LATENCY),
            new Metric(
                    "samples_per_second",
                    Dimension.RATE,
                    Better.HIGHER,
                    ofLatency(Latency::samplesPerSecond),
                    Hint.LATENCY),
            new Metric("speedup", Dimension.NONE, Better.HIGHER, ofLatency(Latency::speedup), Hint.LATENCY),
            openLoop("open_p50", Times::p50),
            openLoop("open_p90", Times::p90),
            openLoop("open_p99", Times::p99),
            openLoop("open_p999", Times::p999),
            startup("session", Startup::sessionMicros),
            startup("first_run", Startup::firstRunMicros),
            model("bytes", Dimension.BYTES, ModelResult::fileBytes),
            model("parameters", Dimension.NONE, result -> result.size().parameters()),
            model("nonzero", Dimension.NONE, result -> result.size().nonZeroParameters()),
            memory("memory", Memory::peakRssBytes),
            memory("load_memory", memory -> memory.load().peakBytes()),
            new Metric(
                    "energy",
                    Dimension.ENERGY,
                    Better.LOWER,
                    first(
                            result -> Stream.ofNullable(result.energy()),
                            Energy::setting,
                            energy -> energy.millijoulesPerSample() / 1e3),
                    Hint.ENERGY),
            new Metric(
                    "macs",
                    Dimension.NONE,
                    Better.LOWER,
                    (result, selector) -> result.work() == null
                            ? null
                            : (double) result.work().macs(),
                    Hint.PROFILE),
            new Metric(
                    "integer_share",
                    Dimension.NONE,
                    Better.HIGHER,
                    first(result -> Stream.ofNullable(result.profile()), Profile::setting, Profile::integerShare),
                    Hint.PROFILE),
            quality("accuracy", Better.HIGHER, Quality::accuracy, Hint.LABELS),
            quality("ece", Better.LOWER, Quality::calibrationError, Hint.LABELS),
            numbers("r2", Better.HIGHER, Quality.Numbers::r2),
            numbers("mae", Better.LOWER, Quality.Numbers::mae),
            numbers("rmse", Better.LOWER, Quality.Numbers::rmse),
            labels("macro_auc", Quality.Labels::macroAuc),
            labels("macro_f1", Quality.Labels::macroF1),
            labels("micro_f1", Quality.Labels::microF1),
            labels("exact_match", Quality.Labels::exactMatch),
            likeness("agreement", Better.HIGHER, Likeness::agreement),
            likeness("kl", Better.LOWER, Likeness::divergence),
            likeness("cosine", Better.HIGHER, Likeness::cosine),
            likeness("relative_error", Better.LOWER, Likeness::relativeError));

    private Metrics() {}

    static Optional<Metric> of(String symbol) {
        return ALL.stream().filter(metric -> metric.symbol().equals(symbol)).findFirst();
    }

    static List<String> symbols() {
        return ALL.stream().map(Metric::symbol).toList();
    }

    private static Metric latency(String symbol, Function<Times, @Nullable Double> micros, String hint) {
        Reader reader = ofLatency(latency -> seconds(micros.apply(latency.micros())));
        return new Metric(symbol, Dimension.TIME, Better.LOWER, reader, hint);
    }

    private static Reader ofLatency(Function<Latency, @Nullable Double> figure) {
        return first(result -> result.latency().stream(), Latency::setting, figure);
    }

    /** Returns the reader of a figure of the first part of a result that was measured at the setting. */
    private static <P> Reader first(
            Function<ModelResult, Stream<P>> parts,
            Function<P, Setting> setting,
            Function<P, @Nullable Double> figure) {
        return (result, selector) -> parts.apply(result)
                .filter(part -> selector.admits(setting.apply(part)))
                .findFirst()
                .map(figure)
                .orElse(null);
    }

    private static Metric openLoop(String symbol, Function<Times, @Nullable Double> micros) {
        Reader reader = first(
                result -> result.openLoop().stream(), OpenLoop::setting, loop -> seconds(micros.apply(loop.micros())));
        return new Metric(symbol, Dimension.TIME, Better.LOWER, reader, Hint.OPEN_LOOP);
    }

    private static Metric startup(String symbol, Function<Startup, Double> micros) {
        Reader reader = first(
                result -> Stream.ofNullable(result.startup()),
                Startup::setting,
                startup -> seconds(micros.apply(startup)));
        return new Metric(symbol, Dimension.TIME, Better.LOWER, reader, Hint.STARTUP);
    }

    private static Metric model(String symbol, Dimension dimension, ToDoubleFunction<ModelResult> figure) {
        return new Metric(symbol, dimension, Better.LOWER, (result, selector) -> figure.applyAsDouble(result), "");
    }

    private static Metric memory(String symbol, ToDoubleFunction<Memory> bytes) {
        Reader reader = (result, selector) ->
                Optional.ofNullable(result.memory()).map(bytes::applyAsDouble).orElse(null);
        return new Metric(symbol, Dimension.BYTES, Better.LOWER, reader, Hint.MEMORY);
    }

    private static Metric quality(
            String symbol, Better better, Function<Quality, @Nullable Double> figure, String hint) {
        Reader reader = (result, selector) -> Optional.ofNullable(result.quality())
                .flatMap(quality -> selector.task().isEmpty()
                        ? Optional.of(quality)
                        : selector.task().map(quality.tasks()::get))
                .map(figure)
                .orElse(null);
        return new Metric(symbol, Dimension.NONE, better, reader, hint);
    }

    private static Metric numbers(String symbol, Better better, Function<Quality.Numbers, @Nullable Double> figure) {
        return quality(
                symbol,
                better,
                quality -> Optional.ofNullable(quality.numbers()).map(figure).orElse(null),
                Hint.NUMBERS);
    }

    private static Metric labels(String symbol, Function<Quality.Labels, @Nullable Double> figure) {
        return quality(
                symbol,
                Better.HIGHER,
                quality -> Optional.ofNullable(quality.labels()).map(figure).orElse(null),
                Hint.SEVERAL);
    }

    private static Metric likeness(String symbol, Better better, Function<Likeness, @Nullable Double> figure) {
        return quality(
                symbol,
                better,
                quality -> Optional.ofNullable(quality.likeness()).map(figure).orElse(null),
                Hint.LIKENESS);
    }

    private static @Nullable Double seconds(@Nullable Double micros) {
        return micros == null ? null : micros / 1e6;
    }

    /** How to have a metric measured. */
    private static final class Hint {
        static final String LATENCY = "measure latency at that setting";
        static final String OPEN_LOOP = "measure at a given rate of calls";
        static final String STARTUP = "measure the start of sessions at that setting";
        static final String MEMORY = "memory is measured on Linux, unless it is turned off";
        static final String ENERGY = "the machine must count it (RAPL), and let the counters be read";
        static final String LABELS = "give labelled data (--data); of several tasks name one (@task=NAME)";
        static final String NUMBERS =
                "give data with the true numbers (--data, and --target-column if the model does not say it)";
        static final String SEVERAL =
                "give data with several labels (--data, with --label-column or --label-separator)";
        static final String LIKENESS = "it is of classifiers or outputs of one form, and not of the baseline itself";
        static final String PROFILE = "count the work and profile the runs (--profile)";

        static String runs(int count) {
            return String.format(
                    Locale.ROOT, "measure latency at that setting in at least %,d runs, and long enough", count);
        }
    }
}
