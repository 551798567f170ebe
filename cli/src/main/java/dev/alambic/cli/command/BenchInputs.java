package dev.alambic.cli.command;

import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.SyntheticFeeds;
import dev.alambic.bench.workload.Workload;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.SampleSource;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.sample.SampledFeeds;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.input.TypicalInputs;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.run.UsageException;
import dev.alambic.run.measure.SampleFeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** What {@code bench} feeds the models: samples that the user has, or inputs made from each model's signature. */
final class BenchInputs {

    private static final int MOST_SAMPLES = 256;
    private static final int MADE_SAMPLES = 16;
    private static final int MOST_CALLS = 1024;
    private static final int MADE_CALLS = 64;

    private final Arguments arguments;
    private final InputSizes sizes;
    private final Map<Candidate, OnnxModel> models = new LinkedHashMap<>();

    private BenchInputs(Arguments arguments, List<Candidate> candidates) {
        this.arguments = arguments;
        candidates.forEach(candidate -> {
            OnnxModel model = StateFlags.told(arguments, OnnxModel.read(candidate.file()));
            models.put(candidate.withStates(StatePairs.of(model)), model);
        });
        this.sizes = ShapeFlag.read(arguments, List.copyOf(models.values()));
    }

    static Flags addTo(Flags flags) {
        StateFlags.addTo(ImageFlags.addTo(flags))
                .value("batch", "N,...", "samples a call (default: 1, or what a model fixes)");
        return ShapeFlag.addTo(flags)
                .value("inputs", "PATH", "what to run on: " + SampleSource.kinds() + " (default: made)");
    }

    static BenchInputs of(Arguments arguments, List<Candidate> candidates) {
        return new BenchInputs(arguments, candidates);
    }

    /** Returns the samples a call that the user asks for, or the one number that the models take. */
    List<Integer> batches() {
        Map<String, Integer> fixed = new LinkedHashMap<>();
        models.forEach((candidate, model) ->
                TypicalInputs.fixedBatch(model).ifPresent(batch -> fixed.put(candidate.name(), batch)));
        List<Integer> batches = arguments.wholes("batch", List.of(fallback(fixed)));
        fixed.forEach((name, batch) -> {
            if (!batches.equals(List.of(batch))) {
                throw new UsageException(arguments.where("batch") + ": " + name + " takes one batch alone (expected "
                        + batch + ", was " + batches + ")");
            }
        });
        return batches;
    }

    private int fallback(Map<String, Integer> fixed) {
        return fixed.values().stream()
                .findFirst()
                .or(() -> sizes.shapes().values().stream().findFirst().map(shape -> Math.toIntExact(shape.get(0))))
                .orElse(1);
    }

    /** Returns the models with what each carries from call to call. */
    List<Candidate> candidates() {
        return List.copyOf(models.keySet());
    }

    /** Returns one of the {@link #candidates} with what the flags tell of it. */
    OnnxModel model(Candidate candidate) {
        return Objects.requireNonNull(models.get(candidate));
    }

    /** Returns what is carried, for notes: what the first model with state carries, or that it grows and is not. */
    Optional<String> said() {
        return models.values().stream()
                .filter(model -> !StatePairs.of(model).isEmpty())
                .findFirst()
                .map(model -> StatePairs.of(model).isGrowing(model.graph())
                        ? "the state grows from call to call: each call that is timed begins with the same"
                        : StatePairs.of(model).said() + ": times are of one call");
    }

    /** Returns the models, each with what it is fed; what was made up is told. */
    List<Candidate> fed(Workload workload, Console console) {
        List<Candidate> fed = new ArrayList<>();
        models.forEach((known, model) -> {
            StatePairs states = StatePairs.of(model);
            boolean grows = states.isGrowing(model.graph());
            Candidate candidate = grows ? known.withStates(StatePairs.NONE) : known;
            Feeds feeds = feeds(candidate, model);
            if (feeds instanceof SyntheticFeeds made) {
                console.progress(candidate.name() + ": made inputs "
                        + made.inputs().describe(workload.matrix().smallest().batch()));
            }
            boolean begins = !states.isEmpty() && !(grows && feeds instanceof SyntheticFeeds);
            fed.add(candidate.withFeeds(begins ? begun(feeds, states, model) : feeds));
        });
        return fed;
    }

    /** A sequence begins with zeros, but a cache that grows with what was given. */
    private static Feeds begun(Feeds feeds, StatePairs states, OnnxModel model) {
        UnaryOperator<Map<String, Tensor>> begun = beginning(model);
        return batch -> states.begun(model.graph(), begun.apply(feeds.of(batch)));
    }

    private static UnaryOperator<Map<String, Tensor>> beginning(OnnxModel model) {
        StatePairs states = StatePairs.of(model);
        return states.isGrowing(model.graph()) ? UnaryOperator.identity() : states::continued;
    }

    /** Returns samples to compare the answers of the models on: the user's own, or made ones. */
    Iterable<Map<String, Tensor>> samples(Candidate candidate) {
        OnnxModel model = model(candidate);
        Optional<Path> path = arguments.path("inputs");
        if (path.isPresent()) {
            return open(path.get(), candidate, model).batches();
        }
        StatePairs states = StatePairs.of(model);
        if (!states.isEmpty() && !states.isGrowing(model.graph())) {
            return states.sequence(Probe.of(model).samples(MADE_CALLS, 1));
        }
        int count = models.values().stream()
                .map(TypicalInputs::fixedBatch)
                .flatMapToInt(OptionalInt::stream)
                .findFirst()
                .orElse(MADE_SAMPLES);
        return List.of(TypicalInputs.of(model, sizes).of(count));
    }

    private InputSamples open(Path path, Candidate candidate, OnnxModel model) {
        int most = StatePairs.of(model).isEmpty() ? MOST_SAMPLES : MOST_CALLS;
        return new PictureReading(arguments, candidate.file(), model).open(path, most);
    }

    private Feeds feeds(Candidate candidate, OnnxModel model) {
        Optional<Path> path = arguments.path("inputs");
        if (path.isPresent()) {
            InputSamples samples = open(path.get(), candidate, model);
            UnaryOperator<Map<String, Tensor>> begun = beginning(model);
            Iterable<Map<String, Tensor>> steps =
                    () -> StreamSupport.stream(samples.batches().spliterator(), false)
                            .map(begun)
                            .iterator();
            return new SampledFeeds(new InputSamples(steps, samples.count(), samples.source()), model)::of;
        }
        if (arguments.has("data")) {
            ModelData data = ModelData.read(arguments, candidate.file(), model, "test");
            SampleFeeds samples = SampleFeeds.of(model, data.samples());
            return batch -> samples.batch(0, batch);
        }
        return SyntheticFeeds.of(model, sizes);
    }
}
