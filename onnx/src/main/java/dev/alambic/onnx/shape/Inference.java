package dev.alambic.onnx.shape;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Optionals;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ONNX Runtime infers of the values of a graph when it loads it.
 *
 * <p>Large weights are not handed to the runtime, only their types. For a value of unknown rank the runtime's Java
 * interface gives the same answer as for a scalar, so that those are asked about once more: the result of a
 * {@code Shape} node has one element for each axis if the rank is known, else an unknown number.
 */
record Inference(OnnxModel model) {
    /** Constants of up to so many elements may be extents, axes or repeats, whose values matter. */
    private static final long LARGEST_READ = 1024;

    private static final String ASKED = "shape of ";

    /** Operators whose results have a rank as soon as their inputs have one. */
    private static final Trait RANK_FOLLOWS = Trait.of("Gather Size", Trait.UNARY, Trait.BROADCAST);

    /** Returns the types of the values that nodes of the main graph write; those that are no tensors are left out. */
    static Map<String, TensorType> of(OnnxModel model) {
        return new Inference(model.mapGraph(Inference::light)).types();
    }

    private Map<String, TensorType> types() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        Set<String> written = new LinkedHashSet<>();
        model.graph().nodes().forEach(node -> written.addAll(node.outputs()));
        written.remove("");
        written.removeAll(Optionals.of(model.graph().nodes()));
        outputs(model.mapGraph(graph -> exposed(graph, written))).forEach(value -> {
            if (value.type() != null) {
                types.put(value.name(), value.type());
            }
        });
        ranklessOf(doubtful(types))
                .forEach(name -> types.computeIfPresent(name, (any, type) -> new TensorType(type.elementType(), null)));
        return types;
    }

    /**
     * Returns the values that {@code types} calls scalars and that may be of unknown rank: all but those of operators
     * whose rank follows from the ranks of their inputs, where these are known.
     */
    private Set<String> doubtful(Map<String, TensorType> types) {
        Set<String> unknown = new HashSet<>();
        for (ValueInfo input : model.graph().inputs()) {
            if (input.type() == null || input.type().shape() == null) {
                unknown.add(input.name());
            }
        }
        Set<String> doubtful = new LinkedHashSet<>();
        for (Node node : model.graph().nodes()) {
            boolean follows = RANK_FOLLOWS.isOf(node) && node.inputs().stream().noneMatch(unknown::contains);
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !types.containsKey(output)) {
                    unknown.add(output); // a sequence, for example
                } else if (!follows && isScalar(types.get(output))) {
                    unknown.add(output);
                    doubtful.add(output);
                }
            }
        }
        return doubtful;
    }

    private static boolean isScalar(@Nullable TensorType type) {
        return type != null && type.shape() != null && type.shape().rank() == 0;
    }

    private Set<String> ranklessOf(Set<String> values) {
        if (values.isEmpty()) {
            return Set.of();
        }
        OnnxModel asking = model.mapGraph(graph -> graph.edit(out -> values.forEach(value -> {
            out.node(Node.of("Shape", List.of(value), ASKED + value));
            out.output(new ValueInfo(ASKED + value, null, Bytes.EMPTY));
        })));
        // what the runtime, which inserts casts of its own, makes wrongly of the question is no answer
        Optional<List<ValueInfo>> answers = Attempts.first(List.of(asking), Inference::outputs);
        if (answers.isEmpty()) {
            return values;
        }
        Set<String> rankless = new LinkedHashSet<>();
        for (ValueInfo answer : answers.get()) {
            TensorType type = answer.type();
            Shape shape = type == null ? null : type.shape();
            if (answer.name().startsWith(ASKED) && (shape == null || !shape.isFixed())) {
                rankless.add(answer.name().substring(ASKED.length()));
            }
        }
        return rankless;
    }

    private static List<ValueInfo> outputs(OnnxModel model) {
        SessionOptions plain = SessionOptions.once().withOptimization(OptimizationLevel.NONE);
        try (Session session = Session.open(model, plain)) {
            return session.outputs();
        }
    }

    /** Returns {@code graph} with large constants as inputs. */
    private static Graph light(Graph graph) {
        Set<String> inputs = names(graph.inputs());
        return graph.edit(out -> graph.initializers().forEach((name, tensor) -> {
            if (tensor.elementCount() > LARGEST_READ && tensor.dataType() != DataType.STRING) {
                out.removeInitializer(name);
                if (!inputs.contains(name)) {
                    out.input(ValueInfo.of(name, tensor.dataType(), Shape.of(tensor.dims())));
                }
            }
        }));
    }

    private static Graph exposed(Graph graph, Set<String> values) {
        Set<String> known = names(graph.outputs());
        return graph.edit(out -> values.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> out.output(new ValueInfo(name, null, Bytes.EMPTY))));
    }

    private static Set<String> names(Collection<ValueInfo> values) {
        Set<String> names = new LinkedHashSet<>();
        values.forEach(value -> names.add(value.name()));
        return names;
    }
}
