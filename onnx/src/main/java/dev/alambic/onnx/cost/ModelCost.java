package dev.alambic.onnx.cost;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.ValueShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each node of the main graph costs in one run; what its subgraphs multiply is not counted, what they read is.
 *
 * <pre>{@code
 * ModelCost cost = ModelCost.of(model, RandomInputs.of(model, Map.of("batch", 1L), 0));
 * cost.macs();          // of one run on these inputs
 * cost.byOperator();    // {Conv=..., Gemm=...}
 * }</pre>
 *
 * @param nodes in the order of the graph
 */
public record ModelCost(List<NodeCost> nodes) {

    public ModelCost {
        nodes = List.copyOf(nodes);
    }

    /**
     * Returns the cost of a run on {@code inputs}, which runs the model once to see the extents.
     *
     * @throws IllegalArgumentException if the inputs are not those that the model takes
     */
    public static ModelCost of(OnnxModel model, Map<String, Tensor> inputs) {
        return of(model.graph(), ValueShapes.of(model, inputs));
    }

    /**
     * Returns the cost of a run in which the values of {@code graph} have the given extents.
     *
     * @param shapes of all values, initializers and inputs included; a node with an unknown one counts no MACs
     */
    public static ModelCost of(Graph graph, Map<String, long[]> shapes) {
        List<NodeCost> costs = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        for (Node node : graph.nodes()) {
            long parameters = GraphIndex.reads(node).stream()
                    .filter(graph.initializers()::containsKey)
                    .filter(counted::add)
                    .mapToLong(name -> elements(shapes.getOrDefault(name, new long[] {0})))
                    .sum();
            parameters += node.subgraphs().stream()
                    .flatMap(Graph::allGraphs)
                    .flatMap(body -> body.initializers().values().stream())
                    .mapToLong(Tensor::elementCount)
                    .sum();
            costs.add(new NodeCost(node, Macs.of(node, shapes), parameters));
        }
        return new ModelCost(costs);
    }

    private static long elements(long[] dims) {
        return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    }

    /** Returns the multiplications of the whole run. */
    public long macs() {
        return nodes.stream().mapToLong(NodeCost::macs).sum();
    }

    /** Returns the elements of all initializers that a node reads. */
    public long parameters() {
        return nodes.stream().mapToLong(NodeCost::parameters).sum();
    }

    /** Returns the multiplications of each operator that has any, in the order of the graph. */
    public Map<String, Long> byOperator() {
        Map<String, Long> macs = new LinkedHashMap<>();
        nodes.stream()
                .filter(each -> each.macs() > 0)
                .forEach(each -> macs.merge(each.node().opType(), each.macs(), Long::sum));
        return macs;
    }
}
