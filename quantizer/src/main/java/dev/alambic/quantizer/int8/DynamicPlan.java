package dev.alambic.quantizer.int8;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.Tensor;
import java.util.Optional;

/** What dynamic quantization makes integers: products by constant matrices, and embedding tables. */
final class DynamicPlan {
    /** A smaller table is not worth its DequantizeLinear. */
    private static final long MIN_TABLE = 1024;

    private final Graph graph;
    private final Names excluded;

    DynamicPlan(Graph graph, Names excluded) {
        this.graph = graph;
        this.excluded = excluded;
    }

    /** Returns the view of {@code node} if it becomes a product of integers. */
    Optional<Unit> product(Node node) {
        return Unit.of(graph, node).filter(unit -> !unit.isConv() && !excluded.match(node));
    }

    /** Returns the table that {@code node} picks rows of, if it becomes integers. */
    Optional<Tensor> table(Node node) {
        if (!node.is("Gather") || node.intAttribute("axis", 0) != 0) {
            return Optional.empty();
        }
        String name = node.inputs().get(0);
        boolean alone = graph.index().consumers(name).stream()
                .allMatch(reader -> reader.is("Gather")
                        && !excluded.match(reader)
                        && !reader.inputs().subList(1, 2).contains(name));
        return graph.initializer(name)
                .filter(tensor -> alone && !graph.index().isOutput(name))
                .filter(tensor ->
                        graph.inputs().stream().noneMatch(input -> input.name().equals(name)))
                .filter(tensor -> tensor.dataType() == DataType.FLOAT && tensor.elementCount() >= MIN_TABLE);
    }

    /** Returns the weight of {@code node} that becomes integers. */
    Optional<Tensor> weight(Node node) {
        return product(node).map(Unit::weight).or(() -> table(node));
    }
}
