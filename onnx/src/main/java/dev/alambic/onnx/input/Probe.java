package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Inputs on which a model runs, to see shapes and to compare what passes make: the samples that are known of the model,
 * else seeded random ones.
 *
 * <p>A size that the caller of the model chooses is bound to 2; where the model does not run with that (the sides of an
 * image), the sizes after the first axis are bound to larger ones. Where it runs with none of them, or gives no
 * numbers, sizes and values are searched for: sums and multiples of others, lengths, positions, positive numbers.
 */
public final class Probe {
    private static final List<Long> SIZES = List.of(2L, 32L, 224L);
    private static final long SAMPLES = 2;
    private static final long SEED = 20_240_229;
    private static final String RANKED = "ranks that were searched for";
    private static final String SEARCHED = "sizes and values that were searched for";

    private final OnnxModel model;
    private final InputChoice choice;
    private final Map<String, Tensor> inputs;
    private final Map<String, Tensor> outputs;

    private Probe(OnnxModel model, InputChoice choice, Map<String, Tensor> inputs, Session session) {
        this.model = model;
        this.choice = choice;
        this.inputs = inputs;
        this.outputs = session.run(inputs);
    }

    private static Probe made(OnnxModel model, InputChoice choice, Session session) {
        return new Probe(model, choice, choice.made(model, SEED), session);
    }

    /**
     * As {@link #made}, where the choice gives inputs that run whatever the seed is: whole numbers may be too large.
     */
    private static Probe steady(OnnxModel model, InputChoice choice, Session session) {
        Probe made = made(model, choice, session);
        if (InputSearch.takesWholes(model)) {
            InputSearch.OTHER_SEEDS.forEach(seed -> session.run(choice.made(model, seed)));
        }
        return made;
    }

    private static InputChoice choice(OnnxModel model, long size) {
        return InputChoice.of(
                model,
                FreeExtents.sizes(InputSearch.named(model).graph(), (axis, decided) -> axis == 0 ? SAMPLES : size));
    }

    /**
     * Returns inputs on which {@code model} runs.
     *
     * @throws UnsupportedModelException if it runs on none of those tried
     */
    public static Probe of(OnnxModel model) {
        try (SessionFolder folder = SessionFolder.create()) {
            return of(model, folder);
        }
    }

    /** As {@link #of(OnnxModel)}, loading the model from {@code folder}. */
    public static Probe of(OnnxModel model, SessionFolder folder) {
        List<Map<String, Tensor>> samples = model.about().samples();
        if (!samples.isEmpty()) {
            try (Session session = folder.open(model, SessionOptions.once(model))) {
                return new Probe(model, new InputChoice(Map.of(), Map.of()), samples.get(0), session);
            }
        }
        if (InputRanks.concerns(model)) {
            OnnxModel ranked = model.graph().fact(RANKED, OnnxModel.class, () -> ranked(model, folder));
            return of(ranked, folder);
        }
        model.graph().requiredInputs().forEach(RandomInputs::require);
        List<RuntimeException> failures = new ArrayList<>();
        try (Session session = folder.open(model, SessionOptions.once(model))) {
            Optional<Probe> first =
                    Attempts.first(SIZES, size -> steady(model, choice(model, size), session), failures::add);
            if (first.isPresent() && first.get().givesNumbers()) {
                return first.get();
            }
            InputChoice start = first.map(probe -> probe.choice).orElseGet(() -> choice(model, SAMPLES));
            InputChoice found =
                    model.graph().fact(SEARCHED, InputChoice.class, () -> InputSearch.from(model, start, folder));
            return Attempts.first(List.of(found), choice -> made(model, choice, session), failures::add)
                    .or(() -> first)
                    .orElseThrow(() -> new UnsupportedModelException(
                            "the model runs on none of the inputs that were made for it, so that nothing can be"
                                    + " checked on it (" + failures.get(0).getMessage() + "); give samples of yours",
                            failures.get(0)));
        }
    }

    /** Returns {@code model} with ranks of its inputs that it runs with, the likeliest if it does with none. */
    private static OnnxModel ranked(OnnxModel model, SessionFolder folder) {
        List<OnnxModel> candidates = InputRanks.candidates(model);
        return Attempts.first(candidates, ranked -> plain(ranked, folder))
                .or(() -> Attempts.first(candidates, ranked -> of(ranked, folder)))
                .map(probe -> probe.model)
                .orElse(candidates.get(0));
    }

    /** Returns inputs of a usual size on which {@code model} runs and gives numbers. */
    private static Probe plain(OnnxModel model, SessionFolder folder) {
        try (Session session = folder.open(model, SessionOptions.once(model))) {
            return Attempts.first(SIZES, size -> made(model, choice(model, size), session))
                    .filter(Probe::givesNumbers)
                    .orElseThrow(() -> new UnsupportedModelException("no usual size gives numbers"));
        }
    }

    /** Returns the share of the outputs' floats that are numbers and not NaN, from 0 to 1. */
    public double numbers() {
        return InputSearch.finite(outputs);
    }

    private boolean givesNumbers() {
        return numbers() == 1;
    }

    /** Returns two samples, or the first set of inputs that is known of the model. */
    public Map<String, Tensor> inputs() {
        return inputs;
    }

    /** Returns what the model gave on the {@link #inputs}, by name: the tensors among its outputs. */
    public Map<String, Tensor> outputs() {
        return outputs;
    }

    /** Returns {@code count} inputs of the same sizes, made one after the other as they are asked for. */
    public Iterable<Map<String, Tensor>> samples(int count, long seed) {
        List<Map<String, Tensor>> known = model.about().samples();
        return () -> LongStream.range(0, count)
                .mapToObj(i -> known.isEmpty() ? choice.made(model, seed + i) : known.get((int) (i % known.size())))
                .iterator();
    }

    /**
     * Returns one sample of the same sizes, with values of another seed; as many as the model needs if it needs more.
     */
    public Map<String, Tensor> single(long seed) {
        return batch(1, seed);
    }

    /** Returns {@code count} samples at once where the model leaves their number free, else as many as it takes. */
    Map<String, Tensor> batch(int count, long seed) {
        if (!model.about().samples().isEmpty()) {
            return inputs;
        }
        Map<String, Long> sizes = new HashMap<>(choice.sizes());
        FreeExtents.sizes(InputSearch.named(model).graph(), (axis, decided) -> axis)
                .forEach((symbol, axis) ->
                        sizes.computeIfPresent(symbol, (name, size) -> axis == 0 ? Long.valueOf(count) : size));
        return new InputChoice(sizes, choice.forms()).made(model, seed);
    }
}
