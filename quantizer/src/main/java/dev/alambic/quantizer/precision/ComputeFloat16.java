package dev.alambic.quantizer.precision;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.quantizer.hardware.FloatOnly;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the whole graph compute in 16 bits; inputs and outputs stay float32, with a {@code Cast} at the border.
 *
 * <p>Nodes that stay float32 between casts: those of operators that the options block or that {@linkplain FloatOnly
 * cannot compute in float16}, of other domains, with subgraphs, with values that are no tensors (sequences) or of a
 * type that cannot be told, excluded by name, and those that read or write a value beyond ±65504 on the samples (or on
 * seeded random inputs, if there are none). Weights beyond that are clamped; what is too small for float16 and not zero
 * becomes its smallest number, since it may be what keeps a divisor from zero. All of that is noted.
 */
public final class ComputeFloat16 implements Pass.Lossy {
    private static final int NAMED = 5;

    private final Fp16Options options;
    private final @Nullable Iterable<Map<String, Tensor>> samples;
    private final List<Pattern> excluded;

    /** @param samples inputs of the model by name, on which the range of values is found; null for random ones */
    public ComputeFloat16(Fp16Options options, @Nullable Iterable<Map<String, Tensor>> samples) {
        this.options = options;
        this.samples = samples;
        this.excluded = options.excluded().stream().map(Pattern::compile).toList();
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Map<String, TensorType> types = Shapes.inferred(model).types();
        Set<String> floats = new HashSet<>();
        types.forEach((name, type) -> {
            if (type.elementType() == DataType.FLOAT) {
                floats.add(name);
            }
        });
        if (floats.isEmpty()) {
            return Outcome.of(model);
        }
        List<String> notes = new ArrayList<>();
        List<String> beyond = beyond(model, floats);
        Set<Node> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        List<String> far = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (touches(node, beyond::contains)) {
                far.add(node.label());
                kept.add(node);
            } else if (isBlocked(node, model.opset()) || touches(node, name -> !types.containsKey(name))) {
                kept.add(node);
            }
        }
        note(far, notes);
        HalfGraph half = new HalfGraph(graph, floats, options.type());
        OnnxModel made = model.withGraph(half.written(kept::contains));
        notes.addAll(half.notes());
        checkRuns(made);
        return new Outcome(made, notes);
    }

    /** The runtime's processors know float16 everywhere, through casts of their own, but bfloat16 hardly anywhere. */
    private void checkRuns(OnnxModel made) {
        if (options.type() != DataType.BFLOAT16) {
            return;
        }
        try (Session session = Session.open(made, SessionOptions.defaults())) {
            session.inputs();
        } catch (UnsupportedModelException e) {
            throw new UnsupportedModelException(
                    "bfloat16 arithmetic: ONNX Runtime " + Session.runtimeVersion()
                            + " cannot run it on this processor, so that it cannot be checked; store bfloat16 instead: "
                            + e.getMessage(),
                    e);
        }
    }

    private static boolean touches(Node node, Predicate<String> value) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream())
                .anyMatch(name -> !name.isEmpty() && value.test(name));
    }

    private static void note(List<String> far, List<String> notes) {
        if (!far.isEmpty()) {
            notes.add("values beyond ±65504 keep " + far.size() + " nodes in float32: "
                    + String.join(", ", far.subList(0, Math.min(NAMED, far.size())))
                    + (far.size() > NAMED ? ", ..." : ""));
        }
    }

    private boolean isBlocked(Node node, long opset) {
        return !node.isStandard()
                || FloatOnly.concerns(node, opset)
                || options.blockedOperators().contains(node.opType())
                || !node.subgraphs().isEmpty()
                || excluded.stream().anyMatch(each -> each.matcher(node.name()).matches());
    }

    /** Returns the values that float16 cannot hold on a sample. */
    private List<String> beyond(OnnxModel model, Set<String> floats) {
        if (options.type() != DataType.FLOAT16) {
            return List.of();
        }
        Graph graph = model.graph();
        List<String> values = new ArrayList<>();
        graph.requiredInputs().stream()
                .map(ValueInfo::name)
                .filter(floats::contains)
                .forEach(values::add);
        graph.nodes()
                .forEach(
                        node -> node.outputs().stream().filter(floats::contains).forEach(values::add));
        if (values.isEmpty()) {
            return List.of();
        }
        Map<String, Float> largest = LargestValues.of(
                model, values, samples == null ? List.of(Probe.of(model).inputs()) : samples);
        return values.stream()
                .filter(value -> Objects.requireNonNull(largest.get(value)) > HalfFloat.MAX_FLOAT16)
                .toList();
    }
}
