package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes {@code Min(Relu(x), c)} as {@code Clip(x, 0, c)}, which integer kernels take in as Relu: ReLU6 of MobileNets,
 * where a framework spells it out.
 */
public final class FuseClip implements Pass {
    private static final long WITH_INPUTS = 11;

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        return Outcome.of(model.withGraph(graph.rewrite((out, node) -> {
            Optional<Node> relu = node.is("Min") && node.inputs().size() == 2 ? relu(graph, node) : Optional.empty();
            Optional<Tensor> most = node.is("Min") ? bound(graph, node) : Optional.empty();
            if (relu.isEmpty() || most.isEmpty()) {
                out.node(node);
                return;
            }
            String x = relu.get().inputs().get(0);
            float limit = most.get().floats()[0];
            if (model.opset() < WITH_INPUTS) {
                out.node(Node.of("Clip", List.of(x), node.output())
                        .with("min", 0f)
                        .with("max", limit)
                        .withName(node.name()));
            } else {
                String least = out.constant(node.output() + "_min", Tensor.scalar(0f));
                String largest = out.constant(node.output() + "_max", Tensor.scalar(limit));
                out.node(Node.of("Clip", List.of(x, least, largest), node.output())
                        .withName(node.name()));
            }
        })));
    }

    private static Optional<Node> relu(Graph graph, Node min) {
        return min.inputs().stream()
                .flatMap(name -> graph.index().soleConsumer(name).isPresent()
                        ? graph.index().producer(name).stream()
                        : Stream.empty())
                .filter(node -> node.is("Relu"))
                .findFirst();
    }

    /** Returns the other argument if it is one constant above 0. */
    private static Optional<Tensor> bound(Graph graph, Node min) {
        return min.inputs().stream()
                .flatMap(name -> graph.constant(name).stream())
                .filter(tensor ->
                        tensor.dataType() == DataType.FLOAT && tensor.elementCount() == 1 && tensor.rank() <= 1)
                .filter(tensor -> tensor.floats()[0] > 0)
                .findFirst();
    }
}
