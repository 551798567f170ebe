package dev.alambic.exporter.importer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The order of evaluation: each value has a position, each step knows what is read for the last time. */
final class Plan {

    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> outputs;

    /**
     * One node of a plan. Positions of values are -1 for an input or output that is left out.
     *
     * @param shapeFunction computes it in Java if all inputs are numbers; null if there is no such way
     * @param operator computes it in the engine
     * @param released positions of values that no later step reads
     */
    record Step(
            NodeView node,
            ShapeArithmetic.@Nullable ShapeFunction shapeFunction,
            Operator operator,
            List<Integer> inputs,
            List<Integer> outputs,
            List<Integer> released) {}

    private Plan(Source source) {
        source.inputs().forEach(input -> position(input.name()));
        source.constants().keySet().forEach(this::position);
        source.nodes().forEach(node -> node.outputs().forEach(this::position));
        this.outputs = positions(source.outputs());
    }

    /**
     * Plans the evaluation of {@code source}.
     *
     * @throws UnsupportedModelException if nodes have no entry in the table of operators; the message names all of them
     */
    static Plan of(OnnxModel model, Source source) {
        Plan plan = new Plan(source);
        Set<String> refusals = new LinkedHashSet<>();
        List<Operator> operators = new ArrayList<>();
        List<NodeView> views = source.nodes().stream()
                .map(node -> new NodeView(node, opset(model, node), source.constants()))
                .toList();
        source.inputs().forEach(input -> refuseUnlessComputed(input, refusals));
        for (NodeView view : views) {
            try {
                view.requireNumbers();
                plan.requireKnown(view);
                operators.add(Operators.bind(view));
            } catch (UnsupportedModelException refusal) {
                refusals.add(String.valueOf(refusal.getMessage()));
            }
        }
        if (!refusals.isEmpty()) {
            throw refusal(refusals);
        }
        Map<Integer, List<Integer>> released = plan.released(source);
        for (int i = 0; i < views.size(); i++) {
            plan.add(views.get(i), operators.get(i), released.getOrDefault(i, List.of()));
        }
        return plan;
    }

    /** Every input is an input of the graph, a dense constant, or computed. */
    private void requireKnown(NodeView view) {
        for (String input : view.node().inputs()) {
            if (!input.isEmpty() && !positions.containsKey(input)) {
                throw view.refuse("dense constants", "'" + input + "', a sparse one");
            }
        }
    }

    private static void refuseUnlessComputed(ValueInfo input, Set<String> refusals) {
        TensorType type = input.type();
        if (type == null || !Types.isComputed(type.elementType())) {
            refusals.add("input '" + input.name() + "': cannot be trained (expected a tensor of numbers, was "
                    + (type == null ? "a sequence, an optional value or an unknown type" : type) + ")");
        }
    }

    private static long opset(OnnxModel model, Node node) {
        return node.isStandard() ? model.opset() : model.opsets().getOrDefault(node.domain(), 1L);
    }

    private static UnsupportedModelException refusal(Set<String> refusals) {
        String some = refusals.stream().limit(20).collect(Collectors.joining("; "));
        String more = refusals.size() > 20 ? "; and " + (refusals.size() - 20) + " more" : "";
        return new UnsupportedModelException(refusals.size() == 1 ? some : refusals.size() + " nodes: " + some + more);
    }

    /** Returns which values each step reads, or writes for nobody, for the last time; inputs and outputs are kept. */
    private Map<Integer, List<Integer>> released(Source source) {
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < source.nodes().size(); i++) {
            int step = i;
            Node node = source.nodes().get(i);
            node.outputs().forEach(name -> last.put(position(name), step));
            node.inputs().forEach(name -> last.put(position(name), step));
        }
        Set<Integer> kept = new HashSet<>(outputs);
        source.inputs().forEach(input -> kept.add(position(input.name())));
        source.constants().keySet().forEach(name -> kept.add(position(name)));
        kept.add(-1);
        last.keySet().removeAll(kept);
        return last.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    }

    private void add(NodeView view, Operator operator, List<Integer> released) {
        steps.add(new Step(
                view,
                ShapeArithmetic.TABLE.get(view.node().opType()),
                operator,
                positions(view.node().inputs()),
                positions(view.node().outputs()),
                released));
    }

    private List<Integer> positions(List<String> names) {
        return names.stream().map(this::position).toList();
    }

    private int position(String name) {
        return name.isEmpty() ? -1 : positions.computeIfAbsent(name, any -> positions.size());
    }

    /** Returns where the value of that name stands; it must be one of the plan. */
    int positionOf(String name) {
        return Objects.requireNonNull(positions.get(name), name);
    }

    int size() {
        return positions.size();
    }

    List<Step> steps() {
        return steps;
    }

    /** Returns the positions of what is computed. */
    List<Integer> outputs() {
        return outputs;
    }
}
