package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/**
 * Other values for the inputs of a model that have a default, as a caller may feed them: floats a little larger,
 * integers and truth values changed where the model still runs with that.
 *
 * <p>Files of a format before 4 list every initializer as an input, and nobody can override those.
 */
public final class Overrides {
    private static final long FIRST_FORMAT = 4;

    /** Weights above this are not varied, and no more integers than these: each costs a run. */
    private static final long MOST_ELEMENTS = 1 << 20;

    private static final int MOST_INTEGERS = 32;
    private static final long SEED = 4;

    private final Session session;
    private final Map<String, Tensor> feeds;
    private final Map<String, Tensor> varied = new LinkedHashMap<>();

    private Overrides(Session session, Map<String, Tensor> feeds) {
        this.session = session;
        this.feeds = feeds;
    }

    /**
     * Returns values for inputs with a default, each other than that; empty if {@code model} has none, or runs with no
     * other.
     *
     * @param inputs those that must be fed
     */
    public static Map<String, Tensor> of(OnnxModel model, Map<String, Tensor> inputs, SessionFolder folder) {
        Map<String, Tensor> defaults = defaults(model);
        if (defaults.isEmpty()) {
            return Map.of();
        }
        OnnxModel freed = freed(model, defaults.keySet());
        Map<String, Tensor> feeds = new LinkedHashMap<>(inputs);
        feeds.putAll(defaults);
        return Attempts.first(List.of(freed), each -> varied(each, feeds, defaults, folder))
                .orElse(Map.of());
    }

    private static Map<String, Tensor> varied(
            OnnxModel freed, Map<String, Tensor> feeds, Map<String, Tensor> defaults, SessionFolder folder) {
        try (Session session = folder.open(freed, SessionOptions.once(freed))) {
            Overrides made = new Overrides(session, feeds);
            made.vary(defaults);
            return made.varied;
        }
    }

    private static Map<String, Tensor> defaults(OnnxModel model) {
        Map<String, Tensor> defaults = new LinkedHashMap<>();
        if (model.irVersion() >= FIRST_FORMAT) {
            for (ValueInfo input : model.graph().inputs()) {
                model.graph()
                        .initializer(input.name())
                        .filter(tensor -> tensor.elementCount() > 0 && tensor.elementCount() <= MOST_ELEMENTS)
                        .ifPresent(tensor -> defaults.put(input.name(), tensor));
            }
        }
        return defaults;
    }

    /** Returns {@code model} so that {@code inputs} must be fed, since they have no default any more. */
    public static OnnxModel freed(OnnxModel model, Collection<String> inputs) {
        return model.mapGraph(graph -> graph.edit(out -> inputs.forEach(out::removeInitializer)));
    }

    private void vary(Map<String, Tensor> defaults) {
        Random random = new Random(SEED);
        Map<String, Tensor> floats = new LinkedHashMap<>();
        Map<String, List<Tensor>> integers = new LinkedHashMap<>();
        defaults.forEach((name, tensor) -> {
            if (tensor.dataType().isFloating() && tensor.dataType().bits() > Byte.SIZE) {
                floats.put(name, larger(tensor, random));
            } else if (integers.size() < MOST_INTEGERS) {
                integers.put(name, others(tensor));
            }
        });
        take(List.of(floats));
        integers.forEach((name, others) ->
                take(others.stream().map(other -> Map.of(name, other)).toList()));
    }

    /** Takes the first of {@code choices} with which the model runs and gives numbers. */
    private void take(List<Map<String, Tensor>> choices) {
        Attempts.first(choices, this::run).ifPresent(taken -> {
            feeds.putAll(taken);
            varied.putAll(taken);
        });
    }

    private Map<String, Tensor> run(Map<String, Tensor> choice) {
        Map<String, Tensor> changed = new LinkedHashMap<>(feeds);
        changed.putAll(choice);
        if (InputSearch.finite(session.run(changed)) < 1) {
            throw new IllegalArgumentException("an output is NaN");
        }
        return choice;
    }

    /** Returns positive numbers for positive ones: a variance stays one. */
    private static Tensor larger(Tensor tensor, Random random) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * (1 + random.nextFloat() / 8) + (1 + random.nextFloat()) / 16;
        }
        return Tensor.ofFloats(tensor.dataType(), values, tensor.dims());
    }

    private static List<Tensor> others(Tensor tensor) {
        DataType type = tensor.dataType();
        List<Tensor> others = new ArrayList<>();
        if (type == DataType.BOOL) {
            others.add(changed(tensor, 0, value -> 1 - value));
        } else if (type == DataType.INT64 || type == DataType.INT32) {
            int last = Math.toIntExact(tensor.elementCount()) - 1;
            for (int from : new int[] {0, last}) {
                others.add(changed(tensor, from, value -> value + 1));
                others.add(changed(tensor, from, value -> value - 1));
            }
        }
        return others;
    }

    /** Returns {@code tensor} with the elements from {@code from} on changed. */
    private static Tensor changed(Tensor tensor, int from, LongUnaryOperator change) {
        long[] values = tensor.longs();
        for (int i = from; i < values.length; i++) {
            values[i] = change.applyAsLong(values[i]);
        }
        int[] next = {0};
        return Tensor.filled(tensor.dataType(), () -> values[next[0]++], tensor.dims());
    }
}
