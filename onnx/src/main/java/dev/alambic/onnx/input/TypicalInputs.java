package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.StatePairs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Inputs made from a model's own signature, the same on each call. A free first axis is the batch; other free sizes are
 * those that the user chose, else the first of a few common ones that the model runs on. Floats are standard normal,
 * indices lie inside the tables that they pick from, masks are ones, other integers are 0 or 1. A model that runs on
 * none of these has what a {@link Probe} finds for it.
 */
public final class TypicalInputs {

    private static final long SEED = 1;

    private final OnnxModel model;
    private final List<ValueInfo> inputs;
    private final InputSizes chosen;
    private final SizeGuess guess;
    private final Optional<IntFunction<Map<String, Tensor>>> found;

    private TypicalInputs(OnnxModel model, InputSizes chosen, SizeGuess guess) {
        this(model, chosen, guess, Optional.empty());
    }

    private TypicalInputs(
            OnnxModel model, InputSizes chosen, SizeGuess guess, Optional<IntFunction<Map<String, Tensor>>> found) {
        this.model = model;
        this.inputs = model.graph().requiredInputs();
        this.chosen = chosen;
        this.guess = guess;
        this.found = found;
    }

    /**
     * Returns inputs for {@code model}, which is run if sizes must be found.
     *
     * @throws UnsupportedModelException if an input is not a tensor, or if the model runs on none of the sizes and
     *     values tried
     * @throws IllegalArgumentException if a chosen shape is not that of the input
     */
    public static TypicalInputs of(OnnxModel model, InputSizes chosen) {
        List<ValueInfo> inputs = model.graph().requiredInputs();
        if (!inputs.stream().allMatch(TypicalInputs::isUsual)) {
            return searched(model, chosen);
        }
        inputs.forEach(input -> requireFitting(input, chosen));
        TypicalInputs first = new TypicalInputs(model, chosen, SizeGuess.ALL.get(0));
        return first.leavesNothingFree() ? first : firstThatRuns(model, chosen);
    }

    /** Returns whether {@code input} is a tensor of numbers of known rank. */
    private static boolean isUsual(ValueInfo input) {
        TensorType type = input.type();
        return type != null && type.shape() != null && type.elementType() != DataType.STRING;
    }

    /** Returns inputs of sizes and values that are searched for. */
    private static TypicalInputs searched(OnnxModel model, InputSizes chosen) {
        Map<Integer, Map<String, Tensor>> known = new ConcurrentHashMap<>();
        IntFunction<Map<String, Tensor>> found =
                batch -> known.computeIfAbsent(batch, any -> searched(model, chosen, batch));
        int first = fixedBatch(model).orElse(1);
        known.put(first, searched(model, chosen, first)); // it says so now if the model runs on nothing
        return new TypicalInputs(model, chosen, SizeGuess.ALL.get(0), Optional.of(found));
    }

    /** Sizes that fit one batch need not fit another. */
    private static Map<String, Tensor> searched(OnnxModel model, InputSizes chosen, int batch) {
        return Probe.of(bound(model, chosen, batch)).batch(batch, SEED);
    }

    /** Returns {@code model} with the sizes that are chosen, and {@code batch} for first axes that are free. */
    private static OnnxModel bound(OnnxModel model, InputSizes chosen, int batch) {
        Set<String> symbols = model.graph().requiredInputs().stream()
                .filter(input -> input.type() != null && input.type().shape() != null)
                .map(TypicalInputs::shape)
                .filter(shape -> shape.rank() > 0 && shape.dim(0) instanceof Dim.Named)
                .map(shape -> ((Dim.Named) shape.dim(0)).symbol())
                .collect(Collectors.toSet());
        return model.mapGraph(graph -> graph.edit(out -> out.inputs(graph.inputs().stream()
                .map(input -> input.mapDims((axis, dim) -> bound(input.name(), axis, dim, chosen)))
                .map(input -> input.mapDims((axis, dim) -> isBatch(axis, dim, symbols) ? Dim.of(batch) : dim))
                .toList())));
    }

    private static boolean isBatch(int axis, Dim dim, Set<String> symbols) {
        return dim instanceof Dim.Named named ? symbols.contains(named.symbol()) : axis == 0 && !dim.isFixed();
    }

    private static Dim bound(String input, int axis, Dim dim, InputSizes chosen) {
        List<Long> whole = chosen.shapes().get(input);
        if (whole != null && axis > 0 && axis < whole.size()) {
            return Dim.of(whole.get(axis));
        }
        Long size = dim instanceof Dim.Named named ? chosen.symbols().get(named.symbol()) : null;
        return size == null ? dim : Dim.of(size);
    }

    private static void requireFitting(ValueInfo input, InputSizes chosen) {
        List<Long> sizes = chosen.shapes().get(input.name());
        Shape shape = shape(input);
        if (sizes != null
                && !shape.admits(sizes.stream().mapToLong(Long::longValue).toArray())) {
            throw new IllegalArgumentException(
                    "input '" + input.name() + "': the chosen shape fits (expected " + shape + ", was " + sizes + ")");
        }
    }

    private static Shape shape(ValueInfo input) {
        TensorType type = input.type();
        if (type == null || type.shape() == null) {
            throw new AssertionError("bug: an input of unknown rank was let through");
        }
        return type.shape();
    }

    private boolean leavesNothingFree() {
        return inputs.stream()
                .filter(input -> !chosen.shapes().containsKey(input.name()))
                .flatMap(input -> shape(input).dims().stream().skip(1))
                .allMatch(this::isDecided);
    }

    private boolean isDecided(Dim dim) {
        return dim instanceof Dim.Named named ? chosen.symbols().containsKey(named.symbol()) : dim.isFixed();
    }

    private static TypicalInputs firstThatRuns(OnnxModel model, InputSizes chosen) {
        int batch = fixedBatch(model).orElse(1);
        Optional<TypicalInputs> usual;
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            usual = Attempts.first(SizeGuess.ALL, guess -> running(model, chosen, guess, batch, session));
        }
        if (usual.isPresent()) {
            return usual.get();
        }
        try {
            return searched(model, chosen);
        } catch (UnsupportedModelException e) {
            throw new UnsupportedModelException(
                    "the model runs on none of the sizes tried for what it leaves free: choose them (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    private static TypicalInputs running(
            OnnxModel model, InputSizes chosen, SizeGuess guess, int batch, Session session) {
        TypicalInputs inputs = new TypicalInputs(model, chosen, guess);
        session.run(inputs.of(batch));
        return inputs;
    }

    /**
     * Returns the batch that {@code model} fixes: the first size of its first input that is no state; empty if it takes
     * any.
     */
    public static OptionalInt fixedBatch(OnnxModel model) {
        return StatePairs.of(model).others(model.graph()).stream()
                .filter(input -> input.type() != null && input.type().shape() != null)
                .limit(1)
                .map(TypicalInputs::shape)
                .filter(shape -> shape.rank() > 0 && shape.dim(0).isFixed())
                .mapToInt(shape -> Math.toIntExact(((Dim.Fixed) shape.dim(0)).size()))
                .findFirst();
    }

    /**
     * Returns the inputs by name.
     *
     * @param batch number of samples, at least 1: the extent of a first axis that is free
     */
    public Map<String, Tensor> of(int batch) {
        if (found.isPresent()) {
            return found.get().apply(batch);
        }
        Map<String, long[]> sizes = sizes(batch);
        OnnxModel bound = model.mapGraph(graph -> graph.edit(builder -> builder.inputs(
                graph.inputs().stream().map(input -> bound(input, sizes)).toList())));
        Map<String, Tensor> made = new LinkedHashMap<>(RandomInputs.of(bound, Map.of(), SEED));
        inputs.forEach(input -> made.computeIfPresent(input.name(), this::meaningful));
        return made;
    }

    private Map<String, long[]> sizes(int batch) {
        Map<String, Long> symbols = new HashMap<>(chosen.symbols());
        Map<String, long[]> sizes = new LinkedHashMap<>();
        for (ValueInfo input : inputs) {
            List<Long> whole = chosen.shapes().get(input.name());
            TensorType type = input.type();
            if (whole != null) {
                sizes.put(input.name(), withBatch(whole, shape(input), batch));
            } else if (type != null) {
                sizes.put(input.name(), guess.sizes(shape(input), type.elementType(), batch, symbols));
            }
        }
        return sizes;
    }

    /** A chosen shape has the batch of one call; where several batches are measured, each has its own. */
    private static long[] withBatch(List<Long> whole, Shape shape, int batch) {
        long[] sizes = whole.stream().mapToLong(Long::longValue).toArray();
        if (sizes.length > 0 && !shape.dim(0).isFixed()) {
            sizes[0] = batch;
        }
        return sizes;
    }

    private static ValueInfo bound(ValueInfo input, Map<String, long[]> sizes) {
        long[] own = sizes.get(input.name());
        TensorType type = input.type();
        return own == null || type == null ? input : ValueInfo.of(input.name(), type.elementType(), Shape.of(own));
    }

    /** Returns integers that the model can take in the place of random bits. */
    private Tensor meaningful(String input, Tensor random) {
        DataType type = random.dataType();
        if (type != DataType.INT64 && type != DataType.INT32) {
            return random;
        }
        if (input.toLowerCase(Locale.ROOT).contains("mask")) {
            return integers(random, values -> Arrays.fill(values, 1));
        }
        OptionalLong rows = new IndexBound(model.graph()).of(input);
        if (rows.isEmpty()) {
            return random;
        }
        int bound = (int) Math.max(1, Math.min(Integer.MAX_VALUE, rows.getAsLong()));
        Random indices = new Random(SEED);
        return integers(random, values -> Arrays.setAll(values, i -> indices.nextInt(bound)));
    }

    private static Tensor integers(Tensor like, Consumer<long[]> filler) {
        long[] values = new long[Math.toIntExact(like.elementCount())];
        filler.accept(values);
        int[] next = {0};
        return Tensor.filled(like.dataType(), () -> values[next[0]++], like.dims());
    }

    /** Returns the inputs of one batch as they were made, such as {@code input_ids int64[1,64]}. */
    public String describe(int batch) {
        return of(batch).entrySet().stream()
                .map(input -> input.getKey() + " "
                        + input.getValue().dataType().lowerName()
                        + Arrays.toString(input.getValue().dims()).replace(" ", ""))
                .collect(Collectors.joining(", "));
    }
}
