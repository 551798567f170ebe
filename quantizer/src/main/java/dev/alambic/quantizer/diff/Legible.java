package dev.alambic.quantizer.diff;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.simplify.OriginalNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model as it can be compared: its values are called as in the model it was made of, and integers that took the place
 * of a value are converted to the floats they stand for, under its name.
 */
final class Legible {
    /** No value of another model is called so. */
    private static final String INVENTED = "invented:";

    /** The integers that a value was, which has its floats under its name now. */
    private static final String INTEGERS = "integers:";

    /** Where an operator on integers has the scale of its result; the zero point comes next. */
    private static final Map<String, Integer> SCALE = Map.ofEntries(
            Map.entry("QuantizeLinear", 1),
            Map.entry("QLinearConv", 6),
            Map.entry("QLinearMatMul", 6),
            Map.entry("QGemm", 7),
            Map.entry("QLinearAdd", 6),
            Map.entry("QLinearMul", 6),
            Map.entry("QLinearSigmoid", 3),
            Map.entry("QLinearLeakyRelu", 3),
            Map.entry("QLinearSoftmax", 3),
            Map.entry("QLinearAveragePool", 3),
            Map.entry("QLinearGlobalAveragePool", 3),
            Map.entry("QLinearConcat", 0));

    /** Hand on the integers of their first input. */
    private static final Set<String> MOVING =
            Set.of("MaxPool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Resize", "Identity");

    private Legible() {}

    static OnnxModel of(OnnxModel model) {
        return model.withGraph(converted(named(model)));
    }

    private static Graph named(OnnxModel model) {
        Map<String, String> names = OriginalNames.of(model).byShortName();
        Graph graph = model.graph();
        boolean nested =
                graph.nodes().stream().anyMatch(node -> !node.subgraphs().isEmpty());
        if (nested || !OriginalNames.isShortened(model)) {
            return graph;
        }
        Set<String> fixed = new HashSet<>(Set.of(""));
        graph.inputs().stream().map(ValueInfo::name).forEach(fixed::add);
        graph.outputs().stream().map(ValueInfo::name).forEach(fixed::add);
        return graph.renamed(value -> fixed.contains(value) ? value : names.getOrDefault(value, INVENTED + value));
    }

    /** What integers are multiples of, and their zero. */
    private record Step(String scale, Optional<String> zero) {}

    private static Graph converted(Graph graph) {
        Map<String, Step> steps = new HashMap<>();
        Set<String> present = new HashSet<>();
        graph.nodes().stream().map(Node::outputs).forEach(present::addAll);
        graph.inputs().forEach(input -> present.add(input.name()));
        Set<String> kept = new HashSet<>();
        graph.outputs().stream().map(ValueInfo::name).forEach(kept::add);
        for (Node node : graph.nodes()) {
            step(node, steps).ifPresent(step -> steps.put(node.output(), step));
        }
        steps.keySet()
                .removeIf(value -> kept.contains(value) || (replaces(value, Set.of()) && !replaces(value, present)));
        return graph.renamed(value -> steps.containsKey(value) ? INTEGERS + value : value)
                .edit(out -> steps.forEach((value, step) -> {
                    List<String> inputs = new ArrayList<>(List.of(INTEGERS + value, step.scale()));
                    step.zero().ifPresent(inputs::add);
                    String name = OriginalNames.replaced(value, present).orElse(value);
                    out.node(Node.of("DequantizeLinear", inputs, name).withName(""));
                }));
    }

    private static boolean replaces(String value, Set<String> present) {
        return OriginalNames.replaced(value, present).isPresent();
    }

    private static Optional<Step> step(Node node, Map<String, Step> steps) {
        if (MOVING.contains(node.opType())) {
            return Optional.ofNullable(steps.get(node.inputs().get(0)));
        }
        Integer place = SCALE.get(node.opType());
        return place == null
                ? Optional.empty()
                : node.input(place).map(scale -> new Step(scale, node.input(place + 1)));
    }
}
