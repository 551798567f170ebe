package dev.alambic.bench.work;

import dev.alambic.bench.record.Work;
import dev.alambic.bench.record.Work.OperatorWork;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.ModelCost;
import dev.alambic.onnx.cost.NodeCost;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the work of a model operator by operator. */
public final class WorkCount {
    private final Graph graph;
    private final Map<String, Long> bytes = new LinkedHashMap<>();
    private final Set<String> counted = new HashSet<>();

    private WorkCount(Graph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                Optional<Tensor> weights = graph.stored(input).filter(any -> counted.add(input));
                weights.ifPresent(tensor -> bytes.merge(reader(node).opType(), tensor.byteSize(), Long::sum));
            }
        }
    }

    /**
     * Counts the work of {@code model}, which runs it once to see the extents; what is in subgraphs is not counted.
     *
     * @throws IllegalArgumentException if the inputs are not those that the model takes
     */
    public static Work of(OnnxModel model, Map<String, Tensor> inputs, int batch) {
        return new WorkCount(model.graph()).work(ModelCost.of(model, inputs), batch);
    }

    private Work work(ModelCost cost, int batch) {
        Map<String, Long> nodes = cost.nodes().stream()
                .map(NodeCost::node)
                .map(Node::opType)
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        Map<String, Long> macs = cost.byOperator();
        return new Work(
                cost.macs(),
                batch,
                nodes.entrySet().stream()
                        .map(entry -> new OperatorWork(
                                entry.getKey(),
                                entry.getValue().intValue(),
                                macs.getOrDefault(entry.getKey(), 0L),
                                bytes.getOrDefault(entry.getKey(), 0L)))
                        .filter(operator -> operator.macs() > 0 || operator.weightBytes() > 0)
                        .toList());
    }

    /** Returns the node that uses the constant that {@code node} reads, which may only give it another form. */
    private Node reader(Node node) {
        Node reader = node;
        while (Trait.FORM.isOf(reader.opType()) && isOfConstants(reader)) {
            List<Node> next = graph.index().consumers(reader.output());
            if (next.isEmpty()) {
                return reader;
            }
            reader = next.get(0);
        }
        return reader;
    }

    private boolean isOfConstants(Node node) {
        return node.input(0)
                .filter(input -> graph.stored(input).isPresent()
                        || graph.index().producer(input).map(this::isForm).orElse(false))
                .isPresent();
    }

    private boolean isForm(Node node) {
        return Trait.FORM.isOf(node.opType()) && isOfConstants(node);
    }
}
