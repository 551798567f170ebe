package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Optionals;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Computes nodes on constants, in ONNX Runtime. */
public final class Evaluation {

    private Evaluation() {}

    /**
     * Returns every result of {@code nodes} that is a tensor, by name.
     *
     * @param model says the versions of the operators
     * @param nodes in topological order, reading only {@code constants} and each other
     */
    public static Map<String, Tensor> of(OnnxModel model, List<Node> nodes, Map<String, Tensor> constants) {
        Set<String> optionals = Optionals.of(nodes);
        List<String> results = nodes.stream()
                .map(Node::outputs)
                .flatMap(Collection::stream)
                .filter(name -> !name.isEmpty() && !optionals.contains(name))
                .toList();
        Graph graph = Graph.build("constants", builder -> {
            nodes.forEach(builder::node);
            nodes.stream()
                    .map(Node::inputs)
                    .flatMap(Collection::stream)
                    .filter(constants::containsKey)
                    .collect(Collectors.toCollection(LinkedHashSet::new))
                    .forEach(name -> builder.initializer(name, Objects.requireNonNull(constants.get(name))));
            results.forEach(name -> builder.output(new ValueInfo(name, null, Bytes.EMPTY)));
        });
        SessionOptions plain = SessionOptions.defaults().withOptimization(OptimizationLevel.NONE);
        try (Session session = Session.open(model.withGraph(graph), plain)) {
            List<String> tensors = session.outputs().stream()
                    .filter(output -> output.type() != null)
                    .map(ValueInfo::name)
                    .toList();
            return tensors.isEmpty() ? Map.of() : session.run(Map.of(), tensors);
        }
    }
}
