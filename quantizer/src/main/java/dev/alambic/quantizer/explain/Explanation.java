package dev.alambic.quantizer.explain;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.ModelCost;
import dev.alambic.onnx.cost.NodeCost;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.RuntimeKernels;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.quantizer.pass.EachGraph;
import dev.alambic.quantizer.simplify.OriginalNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which nodes of a model ONNX Runtime executes on integers on this machine.
 *
 * <pre>{@code
 * Explanation explanation = Explanation.of(quantized);
 * explanation.integerShare();                            // of the multiplications
 * explanation.floats().forEach(node -> node.reason());
 * }</pre>
 *
 * <p>The runtime is asked to write down the graph that it made of the model for itself; each node of the model is found
 * in it again by its name and the values around it, or belongs to the kernel that took its place.
 *
 * @param nodes in the order of the model, those of bodies after them, with what they multiply in one turn where open
 *     extents are 1
 */
public record Explanation(List<NodeExecution> nodes, Conversions conversions) {

    public Explanation {
        nodes = List.copyOf(nodes);
    }

    /** Explains what the runtime does with its default options. */
    public static Explanation of(OnnxModel model) {
        return of(model, SessionOptions.defaults());
    }

    /**
     * Explains what the runtime does with {@code options}; where it writes the optimized model is not regarded.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the model does not run on random inputs
     */
    public static Explanation of(OnnxModel model, SessionOptions options) {
        Map<String, String> names = OriginalNames.of(model).byShortName();
        Explanation all = of(model, options, ModelCost.of(model, Probe.of(model).inputs()), names);
        for (OnnxModel body : EachGraph.bodies(model)) {
            try {
                ModelCost cost = ModelCost.of(body.graph(), leastShapes(body));
                all = all.with(of(body, options, cost, names));
            } catch (InvalidModelException | UnsupportedModelException e) {
                // without the types of what it reads a body cannot be loaded alone
            }
        }
        return all;
    }

    private Explanation with(Explanation body) {
        return new Explanation(
                Stream.concat(nodes.stream(), body.nodes.stream()).toList(),
                new Conversions(
                        conversions.inModel() + body.conversions.inModel(),
                        conversions.executed() + body.conversions.executed()));
    }

    /** Returns the extents of all values of {@code body} as far as they are known, those that are open being 1. */
    private static Map<String, long[]> leastShapes(OnnxModel body) {
        Map<String, long[]> shapes = new HashMap<>();
        Shapes.inferred(body).types().forEach((name, type) -> {
            if (type.shape() != null) {
                shapes.put(
                        name,
                        type.shape().dims().stream()
                                .mapToLong(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : 1)
                                .toArray());
            }
        });
        return shapes;
    }

    private static Explanation of(OnnxModel model, SessionOptions options, ModelCost cost, Map<String, String> names) {
        OptimizedGraph optimized = OptimizedGraph.of(model, options);
        FloatReasons reasons = new FloatReasons(model.graph());
        List<NodeCost> costs = cost.nodes();
        List<NodeExecution> nodes = new ArrayList<>();
        for (int i = 0; i < costs.size(); i++) {
            Node node = costs.get(i).node();
            Execution execution = optimized.execution(i);
            nodes.add(new NodeExecution(
                    node.name().isEmpty() ? name(node, names) : node.name(),
                    node.opType(),
                    execution,
                    optimized.kernel(i),
                    execution == Execution.FLOAT ? reasons.of(node, optimized.kernel(i)) : "",
                    costs.get(i).macs()));
        }
        return new Explanation(nodes, new Conversions(Kernels.conversions(model.graph()), optimized.conversions()));
    }

    private static String name(Node node, Map<String, String> names) {
        String value = node.outputs().stream()
                .filter(output -> !output.isEmpty())
                .findFirst()
                .orElse("");
        return names.getOrDefault(value, value);
    }

    /** Returns the nodes that compute in floating point. */
    public List<NodeExecution> floats() {
        return nodes.stream()
                .filter(node -> node.execution() == Execution.FLOAT)
                .toList();
    }

    /** Returns how many nodes compute on integers. */
    public int integers() {
        return (int) nodes.stream()
                .filter(node -> node.execution() == Execution.INTEGER)
                .count();
    }

    /** Returns the part of the multiplications that is done on integers, 0 to 1; 0 if the model multiplies nothing. */
    public double integerShare() {
        long all = nodes.stream().mapToLong(NodeExecution::macs).sum();
        long integer = nodes.stream()
                .filter(node -> node.execution() == Execution.INTEGER)
                .mapToLong(NodeExecution::macs)
                .sum();
        return all == 0 ? 0 : integer / (double) all;
    }

    /** Returns how the nodes of each operator are executed, by name; without conversions and what is folded. */
    public List<OperatorSummary> byOperator() {
        Map<String, List<NodeExecution>> groups = new TreeMap<>();
        nodes.stream()
                .filter(node -> !RuntimeKernels.isConversion(node.operator()) && node.execution() != Execution.FOLDED)
                .forEach(node -> groups.computeIfAbsent(node.operator(), any -> new ArrayList<>())
                        .add(node));
        return groups.entrySet().stream()
                .map(group -> summary(group.getKey(), group.getValue()))
                .toList();
    }

    private static OperatorSummary summary(String operator, List<NodeExecution> nodes) {
        Map<String, Integer> kernels = new LinkedHashMap<>();
        nodes.stream()
                .filter(node -> !node.kernel().isEmpty())
                .forEach(node -> kernels.merge(node.kernel(), 1, Integer::sum));
        int integer = count(nodes, Execution.INTEGER);
        int floating = count(nodes, Execution.FLOAT);
        return new OperatorSummary(
                operator, nodes.size(), integer, floating, nodes.size() - integer - floating, kernels);
    }

    private static int count(List<NodeExecution> nodes, Execution execution) {
        return (int)
                nodes.stream().filter(node -> node.execution() == execution).count();
    }

    /** Returns how many nodes compute in floating point for each reason, the most frequent first. */
    public Map<String, Integer> reasons() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        floats().forEach(node -> counts.merge(node.reason(), 1, Integer::sum));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
