package dev.alambic.quantizer.structure.strip;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks up inputs of nodes that are float32 initializers which no caller can override. */
final class Constant {
    private final Graph graph;
    private final Set<String> overridable;

    Constant(Graph graph) {
        this.graph = graph;
        this.overridable = graph.inputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
    }

    Optional<Tensor> of(Node node, int input) {
        return node.input(input)
                .filter(name -> !overridable.contains(name))
                .flatMap(graph::initializer)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT);
    }
}
