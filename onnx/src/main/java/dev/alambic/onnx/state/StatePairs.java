package dev.alambic.onnx.state;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.message.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The states of a model: inputs that take what an output gave in the call before. They are told by the entry
 * {@link ModelMetadata#STATE} of the model's metadata, else recognized: names that say so, one element type, shapes that
 * fit. What fits twice is not guessed.
 */
public record StatePairs(List<StatePair> pairs) {

    /** No state. */
    public static final StatePairs NONE = new StatePairs(List.of());

    private static final String NOTHING = "none";
    private static final int SHOWN = 4;
    private static final String FACT = "states that were recognized";

    public StatePairs {
        pairs = List.copyOf(pairs);
    }

    /** Returns the states that the metadata tell, else those that are recognized. */
    public static StatePairs of(OnnxModel model) {
        return told(model)
                .orElseGet(() -> model.graph().fact(FACT, StatePairs.class, () -> RecognizedStates.of(model.graph())));
    }

    /** Returns what the metadata of {@code model} tell; empty if they tell nothing that fits the model. */
    public static Optional<StatePairs> told(OnnxModel model) {
        String text = model.metadata().get(ModelMetadata.STATE);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(List.of(text), model.graph()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // another program's entry of that name
        }
    }

    /**
     * Reads pairs as a user writes them: {@code h=hn,c=cn}, or {@code none}.
     *
     * @throws IllegalArgumentException if a name is not that of an input or output of {@code graph}, or the types do not
     *     fit
     */
    public static StatePairs parse(Collection<String> texts, Graph graph) {
        List<StatePair> pairs = new ArrayList<>();
        for (String text : texts) {
            for (String word : text.split(",", -1)) {
                if (!word.strip().equals(NOTHING)) {
                    pairs.add(pair(word.strip(), graph));
                }
            }
        }
        requireOnce(pairs.stream().map(StatePair::input).toList(), "input");
        requireOnce(pairs.stream().map(StatePair::output).toList(), "output");
        return new StatePairs(pairs);
    }

    private static StatePair pair(String word, Graph graph) {
        int equals = word.indexOf('=');
        if (equals < 1 || equals == word.length() - 1) {
            throw new IllegalArgumentException("expected input=output or none, was '" + word + "'");
        }
        ValueInfo input = named(word.substring(0, equals).strip(), graph.requiredInputs(), "input");
        ValueInfo output = named(word.substring(equals + 1).strip(), graph.outputs(), "output");
        if (!fits(input, output)) {
            throw new IllegalArgumentException("input '" + input.name() + "' can take output '" + output.name()
                    + "' (expected " + input.type() + ", was " + output.type() + ")");
        }
        return new StatePair(input.name(), output.name());
    }

    private static ValueInfo named(String name, List<ValueInfo> values, String what) {
        List<String> names = values.stream().map(ValueInfo::name).toList();
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the model has no " + what + " '" + name + "'" + Nearest.hint(name, names)));
    }

    private static void requireOnce(List<String> names, String what) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " '" + name + "' is paired once (was twice)");
            }
        }
    }

    /** Returns whether {@code input} can take what {@code output} gives; sizes that are not known fit. */
    static boolean fits(ValueInfo input, ValueInfo output) {
        TensorType in = input.type();
        TensorType out = output.type();
        if (in == null || out == null || in.elementType() != out.elementType()) {
            return false;
        }
        Shape taken = in.shape();
        Shape given = out.shape();
        if (taken == null || given == null) {
            return taken != null;
        }
        if (taken.rank() != given.rank()) {
            return false;
        }
        for (int axis = 0; axis < taken.rank(); axis++) {
            if (taken.dim(axis) instanceof Dim.Fixed fixed
                    && given.dim(axis) instanceof Dim.Fixed other
                    && !fixed.equals(other)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** Returns the names of the inputs, in the order of the pairs. */
    public List<String> inputs() {
        return pairs.stream().map(StatePair::input).toList();
    }

    /** Returns the names of the outputs, in the order of the pairs. */
    public List<String> outputs() {
        return pairs.stream().map(StatePair::output).toList();
    }

    /** Returns the output that each input takes in the next call. */
    public Map<String, String> outputByInput() {
        Map<String, String> byInput = new LinkedHashMap<>();
        pairs.forEach(pair -> byInput.put(pair.input(), pair.output()));
        return byInput;
    }

    /** Returns the required inputs of {@code graph} that are no states. */
    public List<ValueInfo> others(Graph graph) {
        List<String> states = inputs();
        return graph.requiredInputs().stream()
                .filter(input -> !states.contains(input.name()))
                .toList();
    }

    /** Returns the pairs of which {@code graph} has both ends. */
    public StatePairs in(Graph graph) {
        Set<String> ins = names(graph.requiredInputs());
        Set<String> outs = names(graph.outputs());
        return new StatePairs(pairs.stream()
                .filter(pair -> ins.contains(pair.input()) && outs.contains(pair.output()))
                .toList());
    }

    private static Set<String> names(List<ValueInfo> values) {
        return values.stream().map(ValueInfo::name).collect(Collectors.toSet());
    }

    /** Returns the pairs as {@link #parse} reads them. */
    public String text() {
        return isEmpty()
                ? NOTHING
                : pairs.stream().map(pair -> pair.input() + "=" + pair.output()).collect(Collectors.joining(","));
    }

    /** Returns one line for a user. */
    public String said() {
        String all = pairs.stream().limit(SHOWN).map(StatePair::toString).collect(Collectors.joining(", "));
        String more = pairs.size() > SHOWN ? " and " + (pairs.size() - SHOWN) + " more" : "";
        return isEmpty() ? "state: none" : "state: " + all + more + ", carried from call to call";
    }

    /**
     * Returns {@code step} with zeros for each state that it lacks: the beginning of a sequence. A size that the step's
     * other inputs share is theirs, that of a cache which grows is 0, any other that of the batch.
     */
    public Map<String, Tensor> begun(Graph graph, Map<String, Tensor> step) {
        Map<String, Tensor> whole = new LinkedHashMap<>(step);
        Map<String, Long> sizes = sizes(graph, step);
        long batch = batch(graph, step);
        for (StatePair pair : pairs) {
            if (!whole.containsKey(pair.input())) {
                zeros(graph, pair, sizes, batch).ifPresent(zeros -> whole.put(pair.input(), zeros));
            }
        }
        return whole;
    }

    /** Returns {@code step} without its states: one that goes on from the step before. */
    public Map<String, Tensor> continued(Map<String, Tensor> step) {
        Map<String, Tensor> rest = new LinkedHashMap<>(step);
        rest.keySet().removeAll(inputs());
        return rest;
    }

    /** Returns whole sets of inputs as one sequence: all but the first without their states. */
    public List<Map<String, Tensor>> sequence(Iterable<Map<String, Tensor>> samples) {
        List<Map<String, Tensor>> steps = new ArrayList<>();
        samples.forEach(sample -> steps.add(steps.isEmpty() ? sample : continued(sample)));
        return steps;
    }

    /** Returns whether a state of {@code graph} takes more with each call, as a cache of keys and values does. */
    public boolean isGrowing(Graph graph) {
        return pairs.stream().anyMatch(pair -> {
            Shape shape = shape(value(graph.requiredInputs(), pair.input()));
            for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
                if (grows(graph, pair, axis)) {
                    return true;
                }
            }
            return false;
        });
    }

    private Optional<Tensor> zeros(Graph graph, StatePair pair, Map<String, Long> sizes, long batch) {
        ValueInfo input = value(graph.requiredInputs(), pair.input());
        Shape shape = shape(input);
        TensorType type = input == null ? null : input.type();
        if (shape == null || type == null) {
            return Optional.empty();
        }
        long[] dims = new long[shape.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = size(shape.dim(axis), sizes).orElse(grows(graph, pair, axis) ? 0 : batch);
        }
        return Optional.of(Tensor.filled(type.elementType(), () -> 0, dims));
    }

    private static Optional<Long> size(Dim dim, Map<String, Long> sizes) {
        if (dim instanceof Dim.Fixed fixed) {
            return Optional.of(fixed.size());
        }
        return dim instanceof Dim.Named named ? Optional.ofNullable(sizes.get(named.symbol())) : Optional.empty();
    }

    /** A size grows that neither other inputs have nor the output has again, of a state that is a cache by its name. */
    private boolean grows(Graph graph, StatePair pair, int axis) {
        Shape taken = shape(value(graph.requiredInputs(), pair.input()));
        Shape given = shape(value(graph.outputs(), pair.output()));
        if (taken == null || taken.dim(axis).isFixed() || !RecognizedStates.isCache(pair.input())) {
            return false;
        }
        boolean same = given != null && axis < given.rank() && given.dim(axis).equals(taken.dim(axis));
        boolean shared = taken.dim(axis) instanceof Dim.Named named
                && others(graph).stream()
                        .map(StatePairs::shape)
                        .anyMatch(shape -> shape != null && shape.dims().contains(named));
        return !shared && (!same || taken.dim(axis) instanceof Dim.Unknown) && axis > 0;
    }

    private static Map<String, Long> sizes(Graph graph, Map<String, Tensor> step) {
        Map<String, Long> sizes = new HashMap<>();
        for (ValueInfo input : graph.requiredInputs()) {
            Shape shape = shape(input);
            Tensor fed = step.get(input.name());
            for (int axis = 0; shape != null && fed != null && axis < Math.min(shape.rank(), fed.rank()); axis++) {
                if (shape.dim(axis) instanceof Dim.Named named) {
                    sizes.putIfAbsent(named.symbol(), fed.dim(axis));
                }
            }
        }
        return sizes;
    }

    private long batch(Graph graph, Map<String, Tensor> step) {
        return others(graph).stream()
                .filter(StatePairs::isFirstFree)
                .map(input -> step.get(input.name()))
                .filter(fed -> fed != null && fed.rank() > 0)
                .map(fed -> fed.dim(0))
                .findFirst()
                .orElse(1L);
    }

    private static boolean isFirstFree(ValueInfo input) {
        Shape shape = shape(input);
        return shape != null && shape.rank() > 0 && !shape.dim(0).isFixed();
    }

    private static @Nullable ValueInfo value(List<ValueInfo> values, String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Shape shape(@Nullable ValueInfo value) {
        return value == null || value.type() == null ? null : value.type().shape();
    }
}
