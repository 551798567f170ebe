package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The least that becomes integers or stays float as one: a Conv, Gemm or MatMul by a constant, an embedding table, or a
 * recurrent node, with the activation and the addition that follow it alone.
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
        StaticPlan plan = StaticPlan.of(model.graph(), options);
        return list(
                model.graph(),
                options,
                node -> plan.unit(node)
                        .map(unit -> of(plan.nodes(unit), unit.weight().elementCount())));
    }

    /** Returns what dynamic quantization would make integers of {@code model}; see {@link #ofStatic}. */
    public static List<Int8Unit> ofDynamic(OnnxModel model, Int8Options options) {
        DynamicPlan plan = new DynamicPlan(model.graph(), options);
        return list(
                model.graph(),
                options,
                node -> plan.product(node)
                        .map(unit -> of(List.of(node), unit.weight().elementCount())));
    }

    private static List<Int8Unit> list(Graph graph, Int8Options options, Function<Node, Optional<Int8Unit>> products) {
        DynamicPlan others = new DynamicPlan(graph, options);
        Map<String, Integer> uses = uses(graph);
        List<Int8Unit> units = new ArrayList<>();
        for (Node node : graph.nodes()) {
            products.apply(node)
                    .or(() -> others.weightsBesideProducts(node).map(weights -> of(List.of(node), weights)))
                    .ifPresent(unit -> units.add(unit.named(node, uses)));
        }
        return units;
    }

    private static Int8Unit of(List<Node> nodes, long weights) {
        Node first = nodes.get(0);
        List<String> labels = nodes.stream().map(Node::label).toList();
        return new Int8Unit(first.output(), first.opType(), labels, weights);
    }

    private Int8Unit named(Node node, Map<String, Integer> uses) {
        return uses.getOrDefault(node.name(), 0) == 1 ? new Int8Unit(node.name(), opType, nodes, weights) : this;
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
