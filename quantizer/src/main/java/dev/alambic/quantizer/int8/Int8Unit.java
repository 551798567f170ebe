package dev.alambic.quantizer.int8;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that becomes integers or stays float as one: a Conv, Gemm or MatMul by a constant, or an embedding table,
 * with the activation and the addition that follow it alone.
 *
 * @param name what to exclude it by, see {@link Int8Options#excluding}: of the node, or of its result where that is
 *     empty or not the only one
 * @param opType of the node
 * @param nodes labels of the node, its activation, and its Add, in order
 * @param weights elements of the weight
 */
public record Int8Unit(String name, String opType, List<String> nodes, long weights) {

    public Int8Unit {
        nodes = List.copyOf(nodes);
    }

    /**
     * Returns what static quantization would make integers of {@code model}, in topological order. Names hold for the
     * model as it is: those of a model that was simplified stay, since simplifying it again changes nothing.
     */
    public static List<Int8Unit> ofStatic(OnnxModel model, Int8Options options) {
        StaticPlan plan = StaticPlan.of(model.graph(), Names.of(options.excluded()));
        Map<String, Integer> uses = uses(model.graph());
        return plan.units().stream()
                .map(unit -> of(uses, plan.nodes(unit), unit.weight().elementCount()))
                .toList();
    }

    /** Returns what dynamic quantization would make integers of {@code model}; see {@link #ofStatic}. */
    public static List<Int8Unit> ofDynamic(OnnxModel model, Int8Options options) {
        Graph graph = model.graph();
        DynamicPlan plan = new DynamicPlan(graph, Names.of(options.excluded()));
        Map<String, Integer> uses = uses(graph);
        List<Int8Unit> units = new ArrayList<>();
        for (Node node : graph.nodes()) {
            plan.weight(node).ifPresent(weight -> units.add(of(uses, List.of(node), weight.elementCount())));
        }
        return units;
    }

    private static Int8Unit of(Map<String, Integer> uses, List<Node> nodes, long weights) {
        Node first = nodes.get(0);
        boolean unique = !first.name().isEmpty() && uses.getOrDefault(first.name(), 0) == 1;
        return new Int8Unit(
                unique ? first.name() : first.output(),
                first.opType(),
                nodes.stream().map(Node::label).toList(),
                weights);
    }

    /** Returns how many nodes each name would exclude. */
    private static Map<String, Integer> uses(Graph graph) {
        Map<String, Integer> uses = new HashMap<>();
        for (Node node : graph.nodes()) {
            Names.of(node).forEach(name -> uses.merge(name, 1, Integer::sum));
        }
        return uses;
    }
}
