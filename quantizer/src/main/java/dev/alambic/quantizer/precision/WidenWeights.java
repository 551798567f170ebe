package dev.alambic.quantizer.precision;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes float32 constants of weights that are stored in 16 bits with a {@code Cast} behind them, as
 * {@link StoreFloat16} writes them: the numbers that the graph computes with, which other passes then see.
 * {@link NarrowWeights} stores those again that are left.
 */
public final class WidenWeights implements Pass {

    /** Returns the type that {@code model} stores float32 weights in; empty if it stores none so. */
    public static Optional<DataType> storedType(OnnxModel model) {
        Graph graph = model.graph();
        return graph.nodes().stream()
                .flatMap(node -> stored(graph, node).stream())
                .map(Tensor::dataType)
                .findFirst();
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Map<String, String> widened = new HashMap<>();
        Graph written = graph.rewrite((out, node) -> {
            Optional<Tensor> stored = stored(graph, node);
            String name = stored.isPresent() ? node.inputs().get(0) : "";
            if (stored.isEmpty()) {
                out.node(node);
            } else if (widened.containsKey(name)) {
                out.node(Node.of("Identity", List.of(widened.get(name)), node.output()));
            } else {
                Tensor tensor = stored.get();
                widened.put(name, out.initializer(node.output(), Tensor.ofFloats(tensor.floats(), tensor.dims())));
                out.removeInitializer(name);
            }
        });
        return Outcome.of(written.equals(graph) ? model : model.withGraph(written));
    }

    /** Returns the weight that {@code node} makes float32 of, as all do that read it. */
    private static Optional<Tensor> stored(Graph graph, Node node) {
        return widens(graph, node)
                ? graph.constant(node, 0)
                        .filter(WidenWeights::isNarrow)
                        .filter(tensor -> graph.index().consumers(node.inputs().get(0)).stream()
                                .allMatch(reader -> widens(graph, reader)))
                        .filter(tensor -> !graph.index().isOutput(node.inputs().get(0)))
                : Optional.empty();
    }

    private static boolean widens(Graph graph, Node node) {
        return node.is("Cast")
                && node.intAttribute("to", 0) == DataType.FLOAT.code()
                && !graph.index().isOutput(node.output());
    }

    private static boolean isNarrow(Tensor tensor) {
        return tensor.rank() > 0 && (tensor.dataType() == DataType.FLOAT16 || tensor.dataType() == DataType.BFLOAT16);
    }
}
