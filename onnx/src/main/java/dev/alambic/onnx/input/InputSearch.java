package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for sizes and values that a model runs on, led by how far it gets: the runtime says at which node it failed,
 * and a change that lets it come further is kept. Sizes tried are common ones, extents of the model's constants, and
 * sums of two sizes, since one is often the sum of others (past and present). Once it runs, values are changed until
 * the results are numbers.
 */
final class InputSearch {
    private static final Pattern FAILED = Pattern.compile("Name:'node(\\d+)'");
    private static final long SEED = 20_240_229;
    /** Of the samples that are made after the first. */
    static final List<Long> OTHER_SEEDS = List.of(1L, 2L, 3L, 4L);

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long MOST_ELEMENTS = 1 << 20;
    private static final long LARGEST_EXTENT = 256;
    private static final List<Long> COMMON =
            List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 10L, 12L, 16L, 20L, 24L, 32L, 48L, 64L, 80L, 96L, 100L, 128L);
    /** Lengths of sound and sides of images, which no text has: what attention computes grows with their square. */
    private static final List<Long> LARGE =
            List.of(160L, 224L, 256L, 320L, 400L, 512L, 640L, 1024L, 1600L, 4000L, 16_000L);

    /** Sides that kernels fit into. */
    private static final List<Long> WHOLE = List.of(32L, 224L);

    private static final Set<DataType> INDICES = Set.of(DataType.INT32, DataType.INT64);

    private static final int MOST_EXTENTS = 40;

    private final OnnxModel model;
    private final Session session;
    private final Set<String> symbols;
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private InputChoice best;
    private Progress reached;

    /**
     * How far a run came.
     *
     * @param nodes nodes that were computed; all if the model ran
     * @param finite share of the results that are numbers, 0 if it did not run
     */
    private record Progress(int nodes, double finite) {
        boolean isFurtherThan(Progress other) {
            return nodes > other.nodes || (nodes == other.nodes && finite > other.finite);
        }
    }

    private InputSearch(OnnxModel model, Session session, InputChoice start) {
        this.model = model;
        this.session = session;
        this.symbols = new LinkedHashSet<>(
                FreeExtents.sizes(named(model).graph(), (axis, decided) -> 1).keySet());
        this.best = start;
        this.reached = progress(start);
    }

    /** Returns {@code model} with a name for each extent that its signature leaves free. */
    static OnnxModel named(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(out ->
                out.inputs(graph.inputs().stream().map(FreeExtents::named).toList())));
    }

    /**
     * Returns the best choice found: the model runs on it if {@code model} runs on anything that was tried.
     *
     * @param start where to begin
     */
    static InputChoice from(OnnxModel model, InputChoice start, SessionFolder folder) {
        SessionOptions plain = SessionOptions.once().withOptimization(OptimizationLevel.NONE);
        try (Session session = folder.open(numbered(model), plain)) {
            InputSearch search = new InputSearch(model, session, start);
            search.run();
            return search.best;
        }
    }

    private static OnnxModel numbered(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(out -> {
            List<Node> nodes = new ArrayList<>();
            graph.nodes().forEach(node -> nodes.add(node.withName("node" + nodes.size())));
            out.nodes(nodes);
        }));
    }

    private void run() {
        while (!isDone() && (improvedBySizes() || improvedByForms() || improvedByWhole() || improvedByPairs())) {
            // each step came further
        }
    }

    private boolean isDone() {
        return (reached.finite == 1 && reached.nodes == model.graph().nodes().size()) || System.nanoTime() > end;
    }

    private boolean improvedBySizes() {
        if (reached.finite > 0) {
            return false;
        }
        InputChoice from = best;
        return improved(symbols.stream().flatMap(symbol -> candidates(symbol).map(size -> from.withSize(symbol, size))))
                || improved(ofFloats().flatMap(symbol -> LARGE.stream().map(size -> from.withSize(symbol, size))));
    }

    /** Returns the symbols in the shapes of inputs that are floats. */
    private Stream<String> ofFloats() {
        return named(model).graph().requiredInputs().stream()
                .map(ValueInfo::type)
                .filter(type -> type != null
                        && type.shape() != null
                        && type.elementType().isFloating())
                .flatMap(type -> type.shape().dims().stream())
                .flatMap(dim -> dim instanceof Dim.Named symbol
                        ? SizeExpression.names(symbol.symbol()).stream()
                        : Stream.empty())
                .filter(symbols::contains)
                .distinct();
    }

    private boolean improvedByForms() {
        InputChoice from = best;
        return improved(model.graph().requiredInputs().stream()
                .flatMap(input ->
                        InputForms.of(model.graph(), input).stream().map(form -> from.withForm(input.name(), form))));
    }

    /** All sizes but the number of samples larger, and then one as it may have to be, such as channels. */
    private boolean improvedByWhole() {
        if (reached.finite > 0) {
            return false;
        }
        Map<String, Long> axes = FreeExtents.sizes(named(model).graph(), (axis, decided) -> axis);
        return improved(WHOLE.stream().flatMap(size -> {
            Map<String, Long> sizes = new HashMap<>(best.sizes());
            symbols.stream()
                    .filter(symbol -> axes.getOrDefault(symbol, 0L) > 0)
                    .forEach(symbol -> sizes.put(symbol, size));
            InputChoice whole = new InputChoice(sizes, best.forms());
            return symbols.stream().flatMap(symbol -> candidates(symbol).map(own -> whole.withSize(symbol, own)));
        }));
    }

    /** Two sizes at once, which only fit together. */
    private boolean improvedByPairs() {
        if (reached.finite > 0) {
            return false;
        }
        InputChoice from = best;
        return improved(symbols.stream()
                .flatMap(one -> symbols.stream()
                        .filter(other -> !other.equals(one))
                        .flatMap(other -> candidates(one)
                                .map(size -> from.withSize(one, size))
                                .flatMap(changed -> COMMON.stream().map(size -> changed.withSize(other, size))))));
    }

    /** Takes the choice that comes furthest, or the first that runs to the end. */
    private boolean improved(Stream<InputChoice> choices) {
        InputChoice from = best;
        for (InputChoice choice : (Iterable<InputChoice>) choices::iterator) {
            if (isDone()) {
                break;
            }
            Progress progress = progress(choice);
            if (progress.isFurtherThan(reached)) {
                reached = progress;
                best = choice;
                if (progress.finite > 0) {
                    break;
                }
            }
        }
        return !best.equals(from);
    }

    private Stream<Long> candidates(String symbol) {
        Set<Long> sizes = new LinkedHashSet<>();
        Map<String, Long> known = new HashMap<>(best.sizes());
        known.remove(symbol);
        List<Long> others = known.values().stream().distinct().toList();
        sizes.addAll(others);
        others.forEach(one -> others.forEach(other -> sizes.add(one + other)));
        known.values().forEach(one -> sizes.add(2 * one));
        sizes.addAll(COMMON);
        model.graph().initializers().values().stream()
                .flatMapToLong(tensor -> Arrays.stream(tensor.dims()))
                .filter(extent -> extent > 0 && extent <= LARGEST_EXTENT)
                .distinct()
                .limit(MOST_EXTENTS)
                .forEach(sizes::add);
        return sizes.stream().filter(size -> size <= LARGEST_EXTENT).sorted();
    }

    private Progress progress(InputChoice choice) {
        try {
            Map<String, Tensor> inputs = choice.made(model, SEED);
            if (inputs.values().stream().mapToLong(Tensor::elementCount).sum() > MOST_ELEMENTS) {
                return new Progress(-1, 0);
            }
            double finite = finite(session.run(inputs));
            if (takesWholes(model)) {
                OTHER_SEEDS.forEach(seed -> session.run(choice.made(model, seed)));
            }
            return new Progress(model.graph().nodes().size(), finite);
        } catch (UncheckedIOException | EndlessRunException e) {
            throw e;
        } catch (RuntimeException e) {
            Matcher failed = FAILED.matcher(String.valueOf(e.getMessage()));
            return new Progress(failed.find() ? Integer.parseInt(failed.group(1)) : -1, 0);
        }
    }

    /** Returns whether an input holds whole numbers, which may be indices, sizes or counts. */
    static boolean takesWholes(OnnxModel model) {
        return model.graph().requiredInputs().stream()
                .map(ValueInfo::type)
                .anyMatch(type -> type != null && INDICES.contains(type.elementType()));
    }

    /** Returns the share of numbers that are not NaN, a little more than 0 at least. */
    static double finite(Map<String, Tensor> results) {
        long all = 0;
        long finite = 0;
        boolean floats = false;
        for (Tensor tensor : results.values()) {
            if (tensor.dataType().isFloating()) {
                floats = true;
                for (float value : tensor.floats()) {
                    all++;
                    finite += Float.isNaN(value) ? 0 : 1;
                }
            }
        }
        return floats ? Math.max(Double.MIN_VALUE, finite / (double) Math.max(1, all)) : 1;
    }
}
