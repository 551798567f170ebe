package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.RandomInputs;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Seeded random inputs on which a model runs, to see shapes and to compare what passes make.
 *
 * <p>A size that the caller of the model chooses is bound to 2; where the model does not run with that (the sides of an
 * image), the sizes after the first axis are bound to larger ones, until it runs.
 */
public final class Probe {
    private static final List<Long> SIZES = List.of(2L, 32L, 224L);
    private static final long SEED = 20_240_229;

    /** As the runtime will run the model, but without copies of weights for faster kernels: one run is all. */
    private static final SessionOptions ONCE = SessionOptions.defaults().withConfig("session.disable_prepacking", "1");

    private final Map<String, Tensor> inputs;
    private final Map<String, Tensor> outputs;

    private Probe(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
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

    static Probe of(OnnxModel model, SessionFolder folder) {
        try (Session session = folder.open(model, ONCE)) {
            return firstThatRuns(model, session);
        }
    }

    private static Probe firstThatRuns(OnnxModel model, Session session) {
        RuntimeException failure = new IllegalStateException("no size was tried");
        for (long size : SIZES) {
            Map<String, Tensor> inputs = RandomInputs.of(model, symbols(model, size), SEED);
            try {
                return new Probe(inputs, session.run(inputs));
            } catch (RuntimeException e) {
                failure = size == SIZES.get(0) ? e : failure;
            }
        }
        throw new UnsupportedModelException(
                "the model does not run on random inputs, so that no pass can be checked on it", failure);
    }

    private static Map<String, Long> symbols(OnnxModel model, long size) {
        Map<String, Long> sizes = new HashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            Shape shape = input.type() == null ? null : input.type().shape();
            for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
                if (shape.dim(axis) instanceof Dim.Named named) {
                    sizes.putIfAbsent(named.symbol(), axis == 0 ? Long.valueOf(2) : Long.valueOf(size));
                }
            }
        }
        return sizes;
    }

    public Map<String, Tensor> inputs() {
        return inputs;
    }

    /** Returns what the model gave on the inputs, by name. */
    Map<String, Tensor> outputs() {
        return outputs;
    }

    /** Returns the outputs of {@code model}, by name. */
    public Map<String, Tensor> outputs(OnnxModel model) {
        try (SessionFolder folder = SessionFolder.create()) {
            return outputs(model, folder);
        }
    }

    Map<String, Tensor> outputs(OnnxModel model, SessionFolder folder) {
        try (Session session = folder.open(model, ONCE)) {
            return session.run(inputs);
        }
    }

    /** Returns the outputs of {@code model}, by name, of the nodes as they are written. */
    Map<String, Tensor> plainOutputs(OnnxModel model, SessionFolder folder) {
        try (Session session = folder.open(model, ONCE.withOptimization(OptimizationLevel.NONE))) {
            return session.run(inputs);
        }
    }

    /** Returns the extents of every tensor of the main graph in one run on random inputs, by name. */
    public static Map<String, long[]> shapes(OnnxModel model) {
        Collection<String> values = new TreeSet<>();
        model.graph().nodes().forEach(node -> values.addAll(node.outputs()));
        values.remove("");
        model.graph().outputs().forEach(output -> values.remove(output.name()));
        Map<String, long[]> shapes = new LinkedHashMap<>();
        model.graph().initializers().forEach((name, tensor) -> shapes.put(name, tensor.dims()));
        try (SessionFolder folder = SessionFolder.create()) {
            Probe probe = of(model, folder);
            probe.inputs.forEach((name, tensor) -> shapes.put(name, tensor.dims()));
            probe.outputs.forEach((name, tensor) -> shapes.put(name, tensor.dims()));
            try (Session session = folder.open(model, values, ONCE)) {
                session.run(probe.inputs, values).forEach((name, tensor) -> shapes.put(name, tensor.dims()));
            }
        }
        return shapes;
    }
}
